import { checkDefinition, sizeProblem } from '@stepkey/shared/definitions/check-definition'
import type { ComponentSaved, SaveComponent } from '@stepkey/shared/own-component'
import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  countComponents,
  findVersionsOf,
  insertComponent,
  insertVersion,
  lockComponent,
  updateDraft,
} from './component-table.ts'
import { definitionIn } from './read-definitions.ts'

/** The maximum number of components that a workspace owns. */
const COMPONENT_LIMIT = 500

/**
 * Saves the draft of a component, and creates both unless they exist. Nothing that is published changes. A draft may have
 * problems, which the answer lists.
 * @throws DomainError invalid_input for a definition that is too large, or one component too many
 */
export async function saveComponent(
  ctx: WorkspaceContext,
  { componentId, definition, revision }: SaveComponent,
): Promise<ComponentSaved> {
  const tooLarge = sizeProblem(definition)
  if (tooLarge) throw invalidInput({ path: 'definition', message: tooLarge })
  const { workspaceId: workspace_id, clock, actor } = ctx
  return await transact(ctx.db, async (trx): Promise<ComponentSaved> => {
    const now = clock().toISOString()
    const key = { workspace_id, id: componentId }
    await insertComponent(trx, { ...key, published_version: null, archived_at: null, created_at: now })
    await lockComponent(trx, workspace_id, componentId)
    const [newest] = await findVersionsOf(trx, workspace_id, componentId)
    if (!newest) await requireRoom(trx, workspace_id)
    const draft = newest?.published_at === null ? newest : undefined
    const current = draft?.revision ?? 0
    if (draft && revision !== undefined && revision !== current)
      return { outcome: 'stale', revision: current }
    const version = draft?.version ?? (newest?.version ?? 0) + 1
    const row = { component_id: componentId, version, definition: JSON.stringify(definition) }
    const changed = { ...row, revision: current + 1, updated_by: actor.id, updated_at: now }
    if (draft) await updateDraft(trx, draft.id, changed)
    else {
      const created = { id: newId(), workspace_id, created_by: actor.id, created_at: now }
      const nothing = { trials: '{}', published_by: null, published_at: null }
      await insertVersion(trx, { ...created, ...changed, ...nothing, untested: newest?.untested ?? '{}' })
    }
    const { title } = definition
    const detail = { ...(typeof title === 'string' && { name: title.slice(0, 200) }), version }
    await writeAuditEntry(trx, ctx, 'component.saved', componentId, detail)
    const { problems } = checkDefinition(definitionIn(row))
    return { outcome: 'saved', componentId, version, revision: changed.revision, problems }
  })
}

async function requireRoom(trx: Trx, workspaceId: string): Promise<void> {
  if ((await countComponents(trx, workspaceId)) <= COMPONENT_LIMIT) return
  throw invalidInput({
    path: 'componentId',
    message: `A workspace has at most ${COMPONENT_LIMIT} components. Delete one that is not used.`,
  })
}
