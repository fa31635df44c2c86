import { Group, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { fetchFile } from '../../api/fetchFile.ts'
import { useSignInGate } from '../../api/useSignInGate.ts'
import { CancelButton } from '../../ui/dialog/CancelButton.tsx'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { ErrorText } from '../../ui/feedback/ErrorText.tsx'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { CopyField } from '../../ui/inputs/CopyField.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { useWorkspaceId } from '../../workspace/workspaceScope.ts'

const PATH = '/api/v1/credentials/expiry.ics'

/** Offers the calendar of access that ends: as a file, and as an address for calendar programs. */
export function ExpiryCalendar({ onClose }: { onClose(): void }) {
  const workspaceId = useWorkspaceId()
  const { signInGate } = useSignInGate()
  const download = useMutation({
    mutationFn: async () => {
      const file = await fetchFile({ path: PATH, workspaceId }, signInGate)
      if (file) saveFile(file, 'stepkey-expiry.ics')
      return file !== undefined
    },
  })
  return (
    <Dialog title="Calendar of access that ends" onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          It has an event for each credential whose access ends within a year and that only a user can renew,
          with reminders 30, 7 and 1 days before.
        </Text>
        <CopyField
          label="Address for calendar programs"
          value={`${location.origin}${PATH}`}
          description="As the password, enter an API key with the scope “read”; as the user name, anything."
        />
        {download.data === false && <ErrorText>The file could not be created. Try again.</ErrorText>}
        <FormError of={download.error} />
        <Group justify="flex-end" gap="sm">
          <CancelButton isFirst>Close</CancelButton>
          <BusyButton
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            isWaiting={download.isPending}
            onClick={() => download.mutate()}
          >
            Download
          </BusyButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
