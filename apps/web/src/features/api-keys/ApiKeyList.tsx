import { notifications } from '@mantine/notifications'
import type { ApiKey } from '@stepkey/shared/api-key'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx'
import { RowList } from '../../ui/layout/RowList.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { ApiKeyRow, isValid } from './ApiKeyRow.tsx'
import { useApiKeysChanged } from './useApiKeysChanged.ts'

/** Lists the API keys of the workspace: valid ones first, each group with the newest on top. */
export function ApiKeyList({ apiKeys }: { apiKeys: readonly ApiKey[] }) {
  const { client } = useApi()
  const apiKeysChanged = useApiKeysChanged()
  const [revoking, setRevoking] = useState<ApiKey>()
  const [takingOver, setTakingOver] = useState<ApiKey>()
  const now = Date.now()
  const sortedKeys = [
    ...apiKeys.filter((key) => isValid(key, now)),
    ...apiKeys.filter((key) => !isValid(key, now)),
  ]
  return (
    <>
      <RowList label="API keys">
        {sortedKeys.map((key) => (
          <ApiKeyRow
            key={key.id}
            apiKey={key}
            onTakeOver={() => setTakingOver(key)}
            onRevoke={() => setRevoking(key)}
          />
        ))}
      </RowList>
      {takingOver && (
        <ConfirmDialog
          title={`Take over “${isolated(takingOver.name)}”?`}
          confirm="Take over"
          onConfirm={() => client.apiKeys.takeOver.mutate({ apiKeyId: takingOver.id })}
          onClose={() => setTakingOver(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `“${isolated(takingOver.name)}” is yours now`,
              message: 'It continues to work when its creator leaves the organization.',
            })
            void apiKeysChanged()
          }}
        >
          You become responsible for this key, and it continues to work when its creator leaves.
          {takingOver.createdBy && ` ${isolated(takingOver.createdBy.name)} may still know it.`}
        </ConfirmDialog>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke “${isolated(revoking.name)}”?`}
          confirm="Revoke"
          onConfirm={() => client.apiKeys.revoke.mutate({ apiKeyId: revoking.id })}
          onClose={() => setRevoking(undefined)}
          onDone={() => {
            notifications.show({
              color: 'leaf',
              title: `“${isolated(revoking.name)}” was revoked`,
              message: 'Requests with this key are refused from now on.',
            })
            void apiKeysChanged()
          }}
        >
          Requests with this key are refused immediately.{!revoking.lastUsedAt && ' It has never been used.'}{' '}
          A revoked key can’t be restored.
        </ConfirmDialog>
      )}
    </>
  )
}
