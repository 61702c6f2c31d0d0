"""pages of resumes as pictures."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'resume_page',
        sa.Column('media_sha256', sa.String(length=64), nullable=False),
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('picture_sha256', sa.String(length=64), nullable=False),
        sa.Column('width', sa.Integer(), nullable=False),
        sa.Column('height', sa.Integer(), nullable=False),
        sa.Column('text', base.LongText, nullable=False),
        sa.Column('made_at', base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('media_sha256', 'number', name=op.f('pk_resume_page')),
    )


def downgrade() -> None:
    op.drop_table('resume_page')
