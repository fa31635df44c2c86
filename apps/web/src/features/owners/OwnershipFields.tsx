import { Autocomplete, TagsInput, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { tagError } from './ownership.ts'
import { useOwners } from './useOwners.ts'

/** What a form passes to one of its inputs. */
interface InputOf<Value> {
  value?: Value
  onChange(value: Value): void
  error?: string | undefined
}

/** The props of {@link OwnershipFields}. */
export interface OwnershipFieldsProps {
  owner: InputOf<string>
  tags: InputOf<string[]>
  /** The owner takes the initial focus of the dialog. */
  isFirst?: boolean
}

/** Edits the owner and the tags of a credential. */
export function OwnershipFields({ owner, tags, isFirst }: OwnershipFieldsProps) {
  const entered = tags.value ?? []
  const [isOpen, setOpen] = useState(false)
  // Loaded when the list is opened: most credentials belong to the workspace itself.
  const { data } = useOwners(owner.value ?? '', { isOn: isOpen })
  return (
    <>
      <Autocomplete
        {...owner}
        label="Owner"
        description="The id of the customer that the credential belongs to. Empty: the workspace itself."
        placeholder="org_42"
        data={data?.items.map((item) => item.owner) ?? []}
        // The server searches.
        filter={({ options }) => options}
        openOnFocus={false}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        clearable
        clearButtonProps={{ size: '24px', 'aria-label': 'Clear owner' }}
        autoComplete="off"
        data-1p-ignore
        data-autofocus={isFirst}
      />
      <TagsInput
        {...tags}
        label="Tags"
        description={
          <>
            A key with a value, such as “plan: pro”, or a key alone, such as “vip”. Press Enter after each;
            Backspace removes the last.
            <VisuallyHidden role="status">
              {entered.length > 0 ? `Entered: ${entered.join(', ')}.` : 'No tags.'}
            </VisuallyHidden>
          </>
        }
        placeholder={entered.length === 0 ? 'plan: pro' : undefined}
        error={tags.error ?? tagError(entered)}
        autoComplete="off"
        data-1p-ignore
      />
    </>
  )
}
