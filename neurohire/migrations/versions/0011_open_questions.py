"""questions that everybody sees are found at once."""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_pool_question_is_open', 'pool_question', ['is_open'])


def downgrade() -> None:
    op.drop_index('ix_pool_question_is_open', 'pool_question')
