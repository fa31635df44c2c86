import { Id } from '@stepkey/shared/inputs'
import { listApiKeysAsOperator, revokeApiKeyAsOperator } from '../../domains/api-keys/api-keys.ts'
import { listWorkspacesAsOperator } from '../../domains/organizations/workspaces.ts'
import { type Command, UsageProblem } from './command.ts'
import { table } from './help.ts'
import { atWork } from './open.ts'

export const listKeys: Command = {
  name: 'keys list',
  summary: 'Lists API keys, without what is secret about them',
  options: { workspace: { value: 'ID', help: 'only those of this workspace' } },
  async run({ config, options: { workspace } }) {
    return await atWork(config, async (ctx) => {
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
        stateOf(key, now),
      ])
      return {
        lines:
          keys.length === 0
            ? ['There are no API keys.']
            : [table([['ID', 'KEY', 'NAME', 'WORKSPACE', 'SCOPES', 'STATE'], ...rows])],
        json: { items: keys },
      }
    })
  },
}

function stateOf(
  { revokedAt, expiresAt, lastUsedAt }: Record<'revokedAt' | 'expiresAt' | 'lastUsedAt', string | null>,
  now: Date,
): string {
  if (revokedAt) return `revoked ${revokedAt}`
  if (expiresAt && new Date(expiresAt) <= now) return `expired ${expiresAt}`
  return lastUsedAt ? `last used ${lastUsedAt}` : 'never used'
}

export const revokeKey: Command = {
  name: 'keys revoke',
  summary: 'Revokes an API key: from then on nobody gets in with it',
  argument: { name: 'ID', required: true, help: 'the id of the key, as `stepkey keys list` tells it' },
  options: {},
  async run({ config, argument }) {
    const id = Id.safeParse(argument)
    if (!id.success) throw new UsageProblem('This is not the id of a key. `stepkey keys list` tells the ids.')
    const { workspaceId } = await atWork(config, (ctx) => revokeApiKeyAsOperator(ctx, id.data))
    return {
      lines: [`The API key ${id.data} is revoked.`],
      json: { outcome: 'revoked', apiKeyId: id.data, workspaceId },
    }
  },
}
