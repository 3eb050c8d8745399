"""What the articles say of every step in every state: who takes it, on what terms, and what comes of it.

Stories visit some states; this is asked in all of them. It is written from `domain.md` and the regulation, duty by duty
and not row by row, and is the second of two statements of the same rules: where the tables say otherwise, one is wrong.
"""
