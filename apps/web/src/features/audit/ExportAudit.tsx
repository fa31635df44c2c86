import { Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import { fetchFile } from '../../api/fetchFile.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { type ActivitySearch, filterOf, isFiltered } from './activitySearch.ts'

/** Exports the audit log as a file: all pages that match the filters. */
export function ExportAudit({ search }: { search: ActivitySearch }) {
  const workspaceId = useWorkspaceId()
  const { signInGate } = useSignInGate()
  const exporting = useMutation({
    mutationFn: async (format: 'csv' | 'jsonl') => {
      const { actions, ...others } = filterOf(search)
      const query = new URLSearchParams({ format, ...others, ...(actions && { actions: actions.join(',') }) })
      const path = `/api/v1/audit/export?${query}`
      const file = await fetchFile({ path, workspaceId }, signInGate)
      if (file) saveFile(file, `stepkey-audit.${format}`)
      return file !== undefined
    },
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
