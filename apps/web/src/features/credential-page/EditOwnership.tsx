import { Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { CredentialSummary } from '@stepkey/shared/credential'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { z } from 'zod'
import { fieldErrorsOf } from '../../api/api.ts'
import { focusFirstError } from '../../forms/focusFirstError.ts'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { Dialog } from '../../ui/dialog/Dialog.tsx'
import { FormFooter } from '../../ui/dialog/FormFooter.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useApi } from '../../workspace/useApi.ts'
import { StaleAlert } from '../credentials/StalePanel.tsx'
import { useCredentialsChanged } from '../credentials/useCredentialsChanged.ts'
import { OwnershipFields } from '../owners/OwnershipFields.tsx'
import { Ownership, ownershipChanges, ownershipDraft, tagTexts } from '../owners/ownership.ts'

type Version = Pick<CredentialSummary, 'owner' | 'tags' | 'version'>

interface EditOwnershipProps {
  credential: CredentialSummary
  onClose(): void
}

/** Edits the owner and the tags of a credential. They need no verification. */
export function EditOwnership({ credential, onClose }: EditOwnershipProps) {
  const { id: credentialId, name } = credential
  const { client } = useApi()
  const credentialsChanged = useCredentialsChanged()
  /** The version that the edit is based on. */
  const [base, setBase] = useState<Version>(credential)
  /** The version that it replaces: a later one if the user overwrites it. */
  const [version, setVersion] = useState(credential.version)
  const [latest, setLatest] = useState<Version>()
  const validated = useValidatedForm(Ownership, ownershipDraft(credential))
  const { form, element } = validated

  async function save(input: z.output<typeof Ownership>, current = version): Promise<void> {
    const changes = ownershipChanges(base, input)
    if (Object.keys(changes).length === 0) return onClose()
    const result = await client.credentials.update.mutate({ credentialId, version: current, ...changes })
    if (result.outcome === 'stale') {
      // Only something else was changed, such as the name.
      const isSame = Object.keys(ownershipChanges(base, result.credential)).length === 0
      return isSame ? save(input, result.credential.version) : setLatest(result.credential)
    }
    await credentialsChanged()
    onClose()
    notifications.show({
      color: 'leaf',
      message: `The owner and the tags of “${isolated(name)}” were saved.`,
    })
  }

  const submit = validated.onSubmit(async (input) => {
    setLatest(undefined)
    await save(input).catch((error) => {
      if (!fieldErrorsOf(error).some(({ code }) => code === 'name_taken')) throw error
      focusFirstError(element.current, () => form.setFieldError('owner', takenBy(input.owner, name)))
    })
  })

  function load(current: Version) {
    setBase(current)
    setVersion(current.version)
    setLatest(undefined)
    form.setInitialValues(ownershipDraft(current))
    form.reset()
    element.current?.querySelector('input')?.focus()
  }

  return (
    <Dialog title={`Owner and tags of “${isolated(name)}”`} onClose={onClose}>
      <form ref={element} noValidate onSubmit={submit} aria-label="Owner and tags">
        <Stack gap="lg">
          <OwnershipFields owner={form.getInputProps('owner')} tags={form.getInputProps('tags')} isFirst />
          {latest && (
            <StaleAlert
              changed={changedLines(base, latest)}
              onOverwrite={() => {
                flushSync(() => setVersion(latest.version))
                element.current?.requestSubmit()
              }}
              onLoad={() => load(latest)}
            />
          )}
          <FormFooter problem={validated.problem} isPending={validated.isPending}>
            Save
          </FormFooter>
        </Stack>
      </form>
    </Dialog>
  )
}

/** Names are unique per owner and component. */
const takenBy = (owner: string | null, name: string) =>
  `${owner === null ? 'The workspace itself' : 'This owner'} already has a credential with the name “${isolated(name)}” for this component. Rename one of them first.`

function changedLines(before: Version, now: Version): string[] {
  const owner = now.owner === null ? 'the workspace itself' : `“${isolated(now.owner)}”`
  const [tagsBefore, tagsNow] = [before, now].map(({ tags }) => tagTexts(tags).join(', '))
  return [
    ...(before.owner === now.owner ? [] : [`Owner: now ${owner}`]),
    ...(tagsBefore === tagsNow ? [] : [`Tags: now ${tagsNow ? isolated(tagsNow) : 'none'}`]),
  ]
}
