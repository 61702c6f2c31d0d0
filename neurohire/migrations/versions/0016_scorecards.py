"""private notes, bookmarks and scorecards of live interviews."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('note',
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('text', base.LongText, nullable=False),
    sa.Column('updated_at', base.UtcDateTime(), nullable=False),
    sa.Column('is_late', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_note_interview_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_note_user_id')),
    sa.PrimaryKeyConstraint('interview_id', 'user_id', name=op.f('pk_note'))
    )
    op.create_index(op.f('ix_note_user_id'), 'note', ['user_id'], unique=False)
    op.create_table('scorecard',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('recommendation', sa.String(length=20), nullable=True),
    sa.Column('words', base.LongText, nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('versions', sa.Integer(), nullable=False),
    sa.Column('submitted_at', base.UtcDateTime(), nullable=True),
    sa.Column('updated_at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_scorecard_interview_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_scorecard_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard')),
    sa.UniqueConstraint('interview_id', 'user_id', name=op.f('uq_scorecard_interview_id_user_id'))
    )
    op.create_index(op.f('ix_scorecard_user_id'), 'scorecard', ['user_id'], unique=False)
    op.create_table('bookmark',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.Column('interview_question_id', sa.String(length=36), nullable=True),
    sa.Column('file', sa.String(length=120), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('words', base.LongText, nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_bookmark_interview_id')),
    sa.ForeignKeyConstraint(['interview_question_id'], ['interview_question.id'], name=op.f('fk_bookmark_interview_question_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_bookmark_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bookmark')),
    sa.UniqueConstraint('interview_id', 'user_id', 'key', name=op.f('uq_bookmark_interview_id_user_id_key'))
    )
    op.create_index(op.f('ix_bookmark_user_id'), 'bookmark', ['user_id'], unique=False)
    op.create_table('scorecard_version',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('interview_id', sa.String(length=36), nullable=False),
    sa.Column('scorecard_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_scorecard_version_interview_id')),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_scorecard_version_scorecard_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_version')),
    sa.UniqueConstraint('scorecard_id', 'number', name=op.f('uq_scorecard_version_scorecard_id_number'))
    )
    op.create_index(op.f('ix_scorecard_version_interview_id'), 'scorecard_version', ['interview_id'], unique=False)


def downgrade() -> None:
    for name in ('scorecard_version', 'bookmark', 'scorecard', 'note'):
        op.drop_table(name)
