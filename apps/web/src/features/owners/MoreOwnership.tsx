import { Button, Stack } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { OwnershipFields, type OwnershipFieldsProps } from './OwnershipFields.tsx'

/** Hides the owner and the tags until the user opens them or one of them has an error. */
export function MoreOwnership(props: OwnershipFieldsProps) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const isShown = isOpen || Boolean(props.owner.error ?? props.tags.error)
  const Chevron = isShown ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        leftSection={<Chevron size={16} aria-hidden />}
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
      >
        Owner and tags
      </Button>
      <Stack id={id} gap="lg" mt="md" display={isShown ? undefined : 'none'}>
        <OwnershipFields {...props} />
      </Stack>
    </div>
  )
}
