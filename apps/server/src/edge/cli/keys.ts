import type { ApiKey } from '@stepkey/shared/api-key'
import { Id } from '@stepkey/shared/inputs'
import { listApiKeysAsOperator, revokeApiKeyAsOperator } from '../../domains/api-keys/api-keys.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import { type Command, UsageProblem } from './command.ts'
import { table } from './help.ts'
import { withDatabase } from './open.ts'

/** `stepkey keys list`. */
export const listKeys: Command = {
  name: 'keys list',
  summary: 'Lists API keys, without their secrets',
  options: { workspace: { value: 'ID', help: 'only keys of this workspace' } },
  async run({ config, options: { workspace } }) {
    return await withDatabase(config, async (ctx) => {
      const names = new Map(
        (await listWorkspacesAsOperator(ctx.db, workspace)).map(({ id, name }) => [id, name]),
      )
      const keys = (await listApiKeysAsOperator(ctx, workspace)).map((key) => ({
        ...key,
        workspaceName: names.get(key.workspaceId) ?? '',
      }))
      const now = ctx.clock()
      const rows = keys.map((key) => [
        key.id,
        `${key.prefix}…`,
        key.name,
        key.workspaceName,
        key.scopes.join(' '),
        limitsOf(key),
        stateOf(key, now),
      ])
      return {
        lines:
          keys.length === 0
            ? ['There are no API keys.']
            : [table([['ID', 'KEY', 'NAME', 'WORKSPACE', 'SCOPES', 'LIMITS', 'STATE'], ...rows])],
        json: { items: keys },
      }
    })
  },
}

/** The owners, and the components, of a key that a line shows. */
const SHOWN_LIMITS = 3

/** Returns the first owners and components that a key is limited to. */
function limitsOf({ owners, componentIds }: Pick<ApiKey, 'owners' | 'componentIds'>): string {
  const first = (values: string[]) => {
    const others = values.length - SHOWN_LIMITS
    return values.slice(0, SHOWN_LIMITS).join(', ') + (others > 0 ? ` and ${others} more` : '')
  }
  const limits = [
    ...(owners ? [`owners: ${first(owners.map((owner) => owner || 'the workspace itself'))}`] : []),
    ...(componentIds ? [`components: ${first(componentIds)}`] : []),
  ]
  return limits.join('; ') || 'none'
}

function stateOf(
  { revokedAt, expiresAt, lastUsedAt }: Record<'revokedAt' | 'expiresAt' | 'lastUsedAt', string | null>,
  now: Date,
): string {
  if (revokedAt) return `revoked ${revokedAt}`
  if (expiresAt && new Date(expiresAt) <= now) return `expired ${expiresAt}`
  return lastUsedAt ? `last used ${lastUsedAt}` : 'never used'
}

/** `stepkey keys revoke`. */
export const revokeKey: Command = {
  name: 'keys revoke',
  summary: 'Revokes an API key',
  argument: { name: 'ID', required: true, help: 'the id of the key, from `stepkey keys list`' },
  options: {},
  async run({ config, argument }) {
    const id = Id.safeParse(argument)
    if (!id.success)
      throw new UsageProblem('This is not an id of an API key. `stepkey keys list` shows the ids.')
    const { workspaceId } = await withDatabase(config, (ctx) => revokeApiKeyAsOperator(ctx, id.data))
    return {
      lines: [`The API key ${id.data} is revoked.`],
      json: { outcome: 'revoked', apiKeyId: id.data, workspaceId },
    }
  },
}
