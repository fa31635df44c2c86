import { TagsInput, VisuallyHidden } from '@mantine/core'
import { OwnerInput } from './OwnerInput.tsx'
import { tagError } from './ownership.ts'

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
  return (
    <>
      <OwnerInput
        {...owner}
        label="Owner"
        description="The id of the customer that the credential belongs to. Empty: the workspace itself."
        isFirst={isFirst}
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
