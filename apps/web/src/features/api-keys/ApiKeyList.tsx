import { notifications } from '@mantine/notifications'
import type { ApiKey } from '@stepkey/shared/api-key'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { ApiKeyRow, isWorking } from './ApiKeyRow.tsx'
import { useApiKeysChanged } from './useApiKeysChanged.ts'

/** The keys of the workspace: those that work first, each group with the newest on top. */
export function ApiKeyList({ apiKeys }: { apiKeys: readonly ApiKey[] }) {
  const { client } = useApi()
  const apiKeysChanged = useApiKeysChanged()
  const [revoking, setRevoking] = useState<ApiKey>()
  const now = Date.now()
  const sorted = [
    ...apiKeys.filter((key) => isWorking(key, now)),
    ...apiKeys.filter((key) => !isWorking(key, now)),
  ]
  return (
    <>
      <RowList label="API keys">
        {sorted.map((key) => (
          <ApiKeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
        ))}
      </RowList>
      {revoking && (
        <ConfirmDialog
          title={`Revoke “${revoking.name}”?`}
          confirm="Revoke"
          keep="Keep it"
          onConfirm={() => client.apiKeys.revoke.mutate({ apiKeyId: revoking.id })}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `“${revoking.name}” was revoked`,
              message: 'Whatever still uses it is refused from now on.',
            })
            void apiKeysChanged()
          }}
        >
          Programs that use it are refused at once.{!revoking.lastUsedAt && ' So far none has used it.'} A
          revoked key can’t be brought back.
        </ConfirmDialog>
      )}
    </>
  )
}
