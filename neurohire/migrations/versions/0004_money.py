"""what a call of a service costs."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('tokens_in', 'tokens_out', 'units'):
        op.add_column('model_call', sa.Column(name, sa.Integer(), nullable=False, server_default='0'))
    op.add_column('model_call', sa.Column('micros', sa.BigInteger(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('model_call', schema=None) as batch_op:
        for name in ('micros', 'units', 'tokens_out', 'tokens_in'):
            batch_op.drop_column(name)
