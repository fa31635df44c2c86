import { Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import type { SignInGate } from '../../api/signInGate.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { type ActivitySearch, type AuditFilter, filterOf, isFiltered } from './activitySearch.ts'

interface ExportRequest {
  workspaceId: string
  format: 'csv' | 'jsonl'
  filter: AuditFilter
}

/**
 * Downloads the filtered audit log. Uses fetch, because a plain link can't send the workspace header.
 * @returns false on an error status
 */
async function download(
  { workspaceId, format, filter }: ExportRequest,
  signInGate: SignInGate,
): Promise<boolean> {
  const { actions, ...others } = filter
  const query = new URLSearchParams({ format, ...others, ...(actions && { actions: actions.join(',') }) })
  const response = await fetch(`/api/v1/audit/export?${query}`, {
    headers: { 'stepkey-workspace': workspaceId },
  })
  if (response.status === 401 && (await signInGate.wait())) {
    return await download({ workspaceId, format, filter }, signInGate)
  }
  if (!response.ok) return false
  saveFile(await response.blob(), `stepkey-audit.${format}`)
  return true
}

/** Exports the audit log as a file: all pages that match the filters. */
export function ExportAudit({ search }: { search: ActivitySearch }) {
  const workspaceId = useWorkspaceId()
  const { signInGate } = useSignInGate()
  const exporting = useMutation({
    mutationFn: (format: 'csv' | 'jsonl') =>
      download({ workspaceId, format, filter: filterOf(search) }, signInGate),
  })
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <BusyButton
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            isWaiting={exporting.isPending}
          >
            Export
          </BusyButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{isFiltered(search) ? 'Filtered entries' : 'All entries'}</Menu.Label>
          <Menu.Item onClick={() => exporting.mutate('csv')}>CSV</Menu.Item>
          <Menu.Item onClick={() => exporting.mutate('jsonl')}>JSON Lines</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {exporting.error && <ErrorText>{sentenceOf(exporting.error)}</ErrorText>}
      {exporting.data === false && <ErrorText>The file could not be created. Try again.</ErrorText>}
    </>
  )
}
