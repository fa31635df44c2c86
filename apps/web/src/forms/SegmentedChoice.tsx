import { Input, SegmentedControl, useMatches } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface SegmentedChoiceProps {
  label: string
  help?: ReactNode
  options: readonly { value: string; label: string }[]
  value: string
  onChange(value: string): void
  error?: ReactNode
}

/** The lengths of all labels together that fit side by side on a phone and in the form of a credential. */
const PHONE_LENGTH = 24
const FORM_LENGTH = 55

/** A segmented control for two or three options, with label and help like other inputs. */
export function SegmentedChoice({ label, help, options, value, onChange, error }: SegmentedChoiceProps) {
  const id = useId()
  const length = options.reduce((sum, { label }) => sum + label.length, 0)
  const orientation = useMatches({
    base: length > PHONE_LENGTH ? 'vertical' : 'horizontal',
    xs: length > FORM_LENGTH ? 'vertical' : 'horizontal',
  } as const)
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id }}
      description={help}
      error={error}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      <div>
        <SegmentedControl
          aria-labelledby={id}
          data={options.map(({ value, label }) => ({ value, label }))}
          value={value}
          onChange={onChange}
          orientation={orientation}
          mt={2}
          mb={help || error ? 5 : undefined}
        />
      </div>
    </Input.Wrapper>
  )
}
