"""one-time links of accounts; what an API token may do and how long."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('user_link',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', base.UtcDateTime(), nullable=False),
    sa.Column('expires_at', base.UtcDateTime(), nullable=False),
    sa.Column('used_at', base.UtcDateTime(), nullable=True),
    sa.Column('replaced_at', base.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_link_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_link_token_hash'))
    )
    with op.batch_alter_table('user_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_link_user_id'), ['user_id'], unique=False)
    # tokens made before may do what they could: everything their user may
    op.add_column('api_token', sa.Column('scopes', sa.String(length=60), nullable=False, server_default='read write admin'))
    op.add_column('api_token', sa.Column('expires_at', base.UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_column('expires_at')
        batch_op.drop_column('scopes')
    op.drop_table('user_link')
