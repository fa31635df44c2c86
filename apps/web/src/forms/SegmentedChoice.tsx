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

/** A segmented control for two or three options, with label and help like other inputs. */
export function SegmentedChoice({ label, help, options, value, onChange, error }: SegmentedChoiceProps) {
  const id = useId()
  const isLong = options.reduce((length, option) => length + option.label.length, 0) > 24
  const orientation = useMatches({ base: isLong ? 'vertical' : 'horizontal', xs: 'horizontal' } as const)
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
