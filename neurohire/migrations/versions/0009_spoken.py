"""spoken texts in a table of their own, with the ones made before."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

PREFIX = 'speech:'
setting = sa.table('setting', sa.column('key'), sa.column('value'))
media_file = sa.table('media_file', sa.column('sha256'), sa.column('created_at'))


def upgrade() -> None:
    spoken = op.create_table('spoken_text',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('voice', sa.String(length=160), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('media_sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['media_sha256'], ['media_file.sha256'], name=op.f('fk_spoken_text_media_sha256')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_spoken_text'))
    )
    with op.batch_alter_table('spoken_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spoken_text_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_spoken_text_media_sha256'), ['media_sha256'], unique=False)
    made = setting.c.key.like(PREFIX + '%')
    digest = sa.func.substr(setting.c.key, len(PREFIX) + 1)
    old = sa.select(digest, sa.literal('espeak-ng/1'), sa.literal(''), media_file.c.sha256, media_file.c.created_at)
    joined = old.select_from(setting.join(media_file, media_file.c.sha256 == setting.c.value)).where(made)
    op.execute(spoken.insert().from_select(['digest', 'voice', 'language', 'media_sha256', 'created_at'], joined))
    op.execute(setting.delete().where(made))


def downgrade() -> None:
    op.drop_table('spoken_text')
