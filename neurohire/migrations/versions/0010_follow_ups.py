"""turns about which a model thinks, and follow-ups that it wrote."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('interview_question', sa.Column('deciding_since', base.UtcDateTime(), nullable=True))
    op.add_column('follow_up_asked', sa.Column('source', sa.String(length=20), nullable=False, server_default='bank'))
    op.add_column('follow_up_asked', sa.Column('model', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('follow_up_asked', sa.Column('prompt', sa.String(length=40), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('follow_up_asked', schema=None) as batch_op:
        for name in ('prompt', 'model', 'source'):
            batch_op.drop_column(name)
    with op.batch_alter_table('interview_question', schema=None) as batch_op:
        batch_op.drop_column('deciding_since')
