import type { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import type {
  ComponentArchived,
  ComponentPublished,
  ComponentRemoved,
  PublishComponent,
} from '@stepkey/shared/own-component'
import { violationOf } from '../../platform/database/database-error.ts'
import { transact, withSavepoint } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  deleteComponent,
  findUsesOf,
  findVersionsOf,
  lockComponent,
  updateComponent,
  updateDraft,
} from './component-table.ts'
import { definitionIn } from './read-definitions.ts'
import { countingTrials } from './trial-record.ts'

/**
 * Publishes the draft of a component, if it has no problems and a trial has proved the verification of each method, or the
 * author says why a method can't be tested. From then on the version never changes.
 * @throws DomainError not_found, conflict when there is no draft
 */
export async function publishComponent(
  ctx: WorkspaceContext,
  { componentId, revision, untested = {} }: PublishComponent,
): Promise<ComponentPublished> {
  const { workspaceId, clock, actor } = ctx
  return await transact(ctx.db, async (trx): Promise<ComponentPublished> => {
    if (!(await lockComponent(trx, workspaceId, componentId))) throw notFound('component')
    const versions = await findVersionsOf(trx, workspaceId, componentId)
    const [draft] = versions
    if (draft?.published_at !== null)
      throw new DomainError('conflict', 'There is no draft. Change the component first.')
    if (revision !== undefined && revision !== draft.revision)
      return { outcome: 'stale', revision: draft.revision }
    const definition = definitionIn(draft)
    const { component, problems } = checkDefinition(definition)
    if (!component) return { outcome: 'not_published', problems, untried: [] }
    const reasons: Record<string, string> = { ...JSON.parse(draft.untested), ...untested }
    const trials = countingTrials(definition as ComponentDefinition, versions)
    const untried = Object.entries(component.methods)
      .filter(([id, { verify }]) => !('untestable' in verify) && !trials[id]?.proves && !reasons[id])
      .map(([id]) => id)
    if (untried.length > 0) return { outcome: 'not_published', problems: [], untried }
    const unproved = Object.keys(component.methods).filter((id) => !trials[id]?.proves && reasons[id])
    const now = clock().toISOString()
    await updateDraft(trx, draft.id, {
      trials: JSON.stringify(trials),
      untested: JSON.stringify(Object.fromEntries(unproved.map((id) => [id, reasons[id]]))),
      published_by: actor.id,
      published_at: now,
    })
    const { version } = draft
    await updateComponent(trx, { workspace_id: workspaceId, id: componentId }, { published_version: version })
    const detail = {
      name: component.title,
      version,
      ...(unproved.length > 0 && { untested: unproved.join() }),
    }
    await writeAuditEntry(trx, ctx, 'component.published', componentId, detail)
    return { outcome: 'published', componentId, version }
  })
}

/** Hides a component from new credentials, or offers it again. Existing credentials keep working. @throws DomainError not_found */
export async function archiveComponent(
  ctx: WorkspaceContext,
  { componentId, archived }: { componentId: string; archived: boolean },
): Promise<ComponentArchived> {
  const { workspaceId, clock } = ctx
  return await transact(ctx.db, async (trx) => {
    const row = await lockComponent(trx, workspaceId, componentId)
    if (!row) throw notFound('component')
    if (archived === (row.archived_at !== null)) return { outcome: 'saved', archivedAt: row.archived_at }
    const archivedAt = archived ? clock().toISOString() : null
    await updateComponent(trx, row, { archived_at: archivedAt })
    await writeAuditEntry(trx, ctx, archived ? 'component.archived' : 'component.unarchived', componentId)
    return { outcome: 'saved', archivedAt }
  })
}

/**
 * Deletes a component with all versions, unless credentials, active flows or OAuth apps use it. For credentials, the
 * database refuses it by a foreign key.
 * @throws DomainError not_found
 */
export async function removeComponent(ctx: WorkspaceContext, componentId: string): Promise<ComponentRemoved> {
  const { db, workspaceId } = ctx
  const result = await transact(db, async (trx): Promise<ComponentRemoved> => {
    if (!(await lockComponent(trx, workspaceId, componentId))) throw notFound('component')
    const uses = await findUsesOf(trx, workspaceId, componentId)
    if (uses.credentials.length + uses.flows.length + uses.oauthAppCount > 0)
      return { outcome: 'in_use', ...uses }
    const isDeleted = await withSavepoint(
      trx,
      async () => {
        await deleteComponent(trx, workspaceId, componentId)
        await writeAuditEntry(trx, ctx, 'component.deleted', componentId)
        return true
      },
      (error) => {
        if (violationOf(error) === 'foreign_key') return false
        throw error
      },
    )
    if (isDeleted) return { outcome: 'deleted' }
    // A credential was created in the meantime.
    return { outcome: 'in_use', ...(await findUsesOf(trx, workspaceId, componentId)) }
  })
  if (result.outcome === 'in_use')
    await auditRefusal(ctx, 'component.deleted', componentId, { outcome: result.outcome })
  return result
}
