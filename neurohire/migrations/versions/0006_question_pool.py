"""the pool of questions, its versions and changes, and what positions pin."""

import sqlalchemy as sa
from alembic import op
from neurohire.models import base

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pool_question_touch',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('pool_id', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_question_touch'))
    )
    op.create_table('pool_question',
    sa.Column('id', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('skill', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('levels', sa.String(length=60), nullable=False),
    sa.Column('fields', sa.String(length=300), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('has_rubric', sa.Boolean(), nullable=False),
    sa.Column('is_edited', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=True),
    sa.Column('interview_id', sa.String(length=36), nullable=True),
    sa.Column('merged_into', sa.String(length=80), nullable=True),
    sa.Column('created_at', base.UtcDateTime(), nullable=False),
    sa.Column('changed_at', base.UtcDateTime(), nullable=False),
    sa.Column('retired_at', base.UtcDateTime(), nullable=True),
    sa.Column('last_used_at', base.UtcDateTime(), nullable=True),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('scored', sa.Integer(), nullable=False),
    sa.Column('mean', sa.Float(), nullable=True),
    sa.Column('spread', sa.JSON(), nullable=False),
    sa.Column('text', base.LongText, nullable=False),
    sa.Column('words', base.LongText, nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_pool_question_created_by')),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], name=op.f('fk_pool_question_interview_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_question'))
    )
    with op.batch_alter_table('pool_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_question_created_by'), ['created_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_pool_question_interview_id'), ['interview_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pool_question_merged_into'), ['merged_into'], unique=False)
        for name in ('last_used_at', 'mean', 'skill', 'source', 'uses'):
            batch_op.create_index(f'ix_pool_question_state_{name}', ['state', name, 'id'], unique=False)

    op.create_table('pool_question_change',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('pool_id', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=36), nullable=True),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['user.id'], name=op.f('fk_pool_question_change_made_by')),
    sa.ForeignKeyConstraint(['pool_id'], ['pool_question.id'], name=op.f('fk_pool_question_change_pool_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_question_change'))
    )
    op.create_index('ix_pool_question_change_pool_id_at', 'pool_question_change', ['pool_id', 'at'])

    op.create_table('pool_question_version',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('pool_id', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('question', sa.JSON(), nullable=False),
    sa.Column('made_by', sa.String(length=36), nullable=True),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['user.id'], name=op.f('fk_pool_question_version_made_by')),
    sa.ForeignKeyConstraint(['pool_id'], ['pool_question.id'], name=op.f('fk_pool_question_version_pool_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_question_version')),
    sa.UniqueConstraint('pool_id', 'number', name=op.f('uq_pool_question_version_pool_id_number'))
    )
    op.create_table('position_question',
    sa.Column('position_id', sa.String(length=36), nullable=False),
    sa.Column('pool_id', sa.String(length=80), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('pinned_by', sa.String(length=36), nullable=False),
    sa.Column('pinned_at', base.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['pinned_by'], ['user.id'], name=op.f('fk_position_question_pinned_by')),
    sa.ForeignKeyConstraint(['pool_id'], ['pool_question.id'], name=op.f('fk_position_question_pool_id')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_position_question_position_id')),
    sa.PrimaryKeyConstraint('position_id', 'pool_id', name=op.f('pk_position_question'))
    )
    op.create_index('ix_position_question_pool_id', 'position_question', ['pool_id'])

    # plain ADD COLUMN: a batch would copy the whole table on SQLite
    op.add_column('interview_question', sa.Column('pool_id', sa.String(length=80), nullable=False, server_default=''))
    # only a resume question's id has a dot: form id, dot, hash of the line
    op.execute(
        "UPDATE interview_question SET pool_id = CASE WHEN instr(question_id, '.') > 0 "
        "THEN substr(question_id, 1, instr(question_id, '.') - 1) ELSE question_id END"
    )
    op.create_index('ix_interview_question_pool_id', 'interview_question', ['pool_id'])


def downgrade() -> None:
    op.drop_index('ix_interview_question_pool_id', 'interview_question')
    with op.batch_alter_table('interview_question', schema=None) as batch_op:
        batch_op.drop_column('pool_id')
    op.drop_table('position_question')
    op.drop_table('pool_question_version')
    op.drop_table('pool_question_change')
    op.drop_table('pool_question')
    op.drop_table('pool_question_touch')
