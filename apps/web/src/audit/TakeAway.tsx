import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useWorkspaceId } from '../api.ts'
import { ErrorText } from '../ui/ErrorText.tsx'

/** Downloads the whole trail. The workspace stands in a header, which a plain link can't send. */
async function download(workspaceId: string, format: 'csv' | 'jsonl') {
  const response = await fetch(`/api/v1/audit/export?format=${format}`, {
    headers: { 'stepkey-workspace': workspaceId },
  })
  if (!response.ok) throw new Error('The file could not be made. Try again.')
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: `stepkey-audit.${format}`,
  })
  link.click()
  URL.revokeObjectURL(address)
}

export function TakeAway() {
  const workspaceId = useWorkspaceId()
  const taking = useMutation({ mutationFn: (format: 'csv' | 'jsonl') => download(workspaceId, format) })
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={taking.isPending}
          >
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => taking.mutate('csv')}>As a table (CSV)</Menu.Item>
          <Menu.Item onClick={() => taking.mutate('jsonl')}>As JSON Lines</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {taking.error && <ErrorText>{taking.error.message}</ErrorText>}
    </>
  )
}
