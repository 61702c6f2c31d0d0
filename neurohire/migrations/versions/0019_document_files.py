"""files of a live interview's shared text."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'document_file',
        sa.Column('document_id', sa.String(length=36), nullable=False),
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('root', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('language', sa.String(length=40), nullable=False),
        sa.Column('starter', base.LongText, nullable=False),
        sa.Column('interview_question_id', sa.String(length=36), nullable=True),
        sa.Column('added_at', base.UtcDateTime(), nullable=False),
        sa.Column('removed_at', base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_file_document_id')),
        sa.PrimaryKeyConstraint('document_id', 'number', name=op.f('pk_document_file')),
    )


def downgrade() -> None:
    op.drop_table('document_file')
