import { Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../api/api.ts'
import type { SignInGate } from '../../api/signInGate.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'
import { type ActivitySearch, type AuditFilter, filterOf, isFiltered } from './activitySearch.ts'

interface Wanted {
  workspaceId: string
  format: 'csv' | 'jsonl'
  filter: AuditFilter
}

/** Downloads what a filter lets through. The workspace stands in a header, which a plain link can't send. False: there was none. */
async function download({ workspaceId, format, filter }: Wanted, signInGate: SignInGate): Promise<boolean> {
  const response = await fetch(`/api/v1/audit/export?${new URLSearchParams({ format, ...filter })}`, {
    headers: { 'stepkey-workspace': workspaceId },
  })
  if (response.status === 401 && (await signInGate.wait())) {
    return await download({ workspaceId, format, filter }, signInGate)
  }
  if (!response.ok) return false
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: `stepkey-audit.${format}`,
  })
  link.click()
  URL.revokeObjectURL(address)
  return true
}

/** Gives the trail away as a file: what the filters show, and all pages of it. */
export function ExportAudit({ search }: { search: ActivitySearch }) {
  const workspaceId = useWorkspaceId()
  const { signInGate } = useSignInGate()
  const taking = useMutation({
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
            isWaiting={taking.isPending}
          >
            Download
          </BusyButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{isFiltered(search) ? 'What the filters show' : 'Everything'}</Menu.Label>
          <Menu.Item onClick={() => taking.mutate('csv')}>As a table (CSV)</Menu.Item>
          <Menu.Item onClick={() => taking.mutate('jsonl')}>As JSON Lines</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {taking.error && <ErrorText>{sentenceOf(taking.error)}</ErrorText>}
      {taking.data === false && <ErrorText>The file could not be made. Try again.</ErrorText>}
    </>
  )
}
