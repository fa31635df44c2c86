import type { ChatChannelRow } from '../../platform/database/tables.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'

type Identity = Pick<ChatChannelRow, 'id' | 'workspace_id' | 'seal_version'>

const identityOf = ({ id, workspace_id: workspaceId, seal_version: sealVersion }: Identity) => ({
  workspaceId,
  table: 'chat_channel' as const,
  id,
  sealVersion,
})

/** Seals the URL of a channel. */
export const sealAddress = (keyring: Keyring, of: Identity, url: string): Promise<Buffer> =>
  keyring.seal(new Secret({ url }), identityOf(of))

/** Opens the URL of a channel. */
export async function openAddress(
  keyring: Keyring,
  channel: Identity & Pick<ChatChannelRow, 'sealed'>,
): Promise<Secret<{ url: string }>> {
  const opened = (await keyring.open(channel.sealed, identityOf(channel))).reveal()
  return new Secret(opened as { url: string })
}
