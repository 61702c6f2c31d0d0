"""calls of the model, and where its work for an interview stands."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('model_call',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.Column('capability', sa.String(length=20), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=True),
    sa.Column('model', sa.String(length=60), nullable=False),
    sa.Column('prompt', sa.String(length=40), nullable=False),
    sa.Column('tokens', sa.Integer(), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_model_call_interview_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_call'))
    )
    with op.batch_alter_table('model_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_model_call_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_model_call_interview_id'), ['interview_id'], unique=False)

    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column('interview', sa.Column('writing_state', sa.String(length=20), nullable=False, server_default='none'))
    op.add_column('interview', sa.Column('model_grading_state', sa.String(length=20), nullable=False, server_default='none'))
    op.add_column('score', sa.Column('runs', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('score', schema=None) as batch_op:
        batch_op.drop_column('runs')
    with op.batch_alter_table('interview', schema=None) as batch_op:
        batch_op.drop_column('model_grading_state')
        batch_op.drop_column('writing_state')
    op.drop_table('model_call')
