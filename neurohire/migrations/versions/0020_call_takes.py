"""recordings of live calls."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'call_take',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('interview_id', sa.String(length=36), nullable=False),
        sa.Column('person', sa.String(length=60), nullable=False),
        sa.Column('media_type', sa.String(length=80), nullable=False),
        sa.Column('started_at', base.UtcDateTime(), nullable=False),
        sa.Column('ended_at', base.UtcDateTime(), nullable=True),
        sa.Column('pieces_expected', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_call_take_interview_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_call_take')),
    )
    op.create_index(op.f('ix_call_take_interview_id'), 'call_take', ['interview_id'])
    op.create_table(
        'call_piece',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('take_id', sa.String(length=36), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('until', sa.Float(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('at', base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['take_id'], ['call_take.id'], name=op.f('fk_call_piece_take_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_call_piece')),
        sa.UniqueConstraint('take_id', 'number', name=op.f('uq_call_piece_take_id_number')),
    )


def downgrade() -> None:
    op.drop_table('call_piece')
    op.drop_table('call_take')
