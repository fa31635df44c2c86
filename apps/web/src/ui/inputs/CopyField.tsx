import {
  Button,
  CopyButton,
  Group,
  Textarea,
  type TextareaProps,
  TextInput,
  VisuallyHidden,
} from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { FocusEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'

interface CopyFieldProps {
  label: string
  value: string
  description?: ReactNode
  /** Takes the initial focus of a dialog. */
  isFirst?: boolean
  /** Shows long text in several lines. */
  isMultiline?: boolean
}

/** Shows read-only text with a copy button. */
export function CopyField({ label, value, description, isFirst, isMultiline }: CopyFieldProps) {
  const t = useTranslations('common')
  const Field = isMultiline ? MultilineInput : TextInput
  return (
    <Field
      label={label}
      description={description}
      value={value}
      readOnly
      onFocus={({ currentTarget }: FocusEvent<HTMLInputElement & HTMLTextAreaElement>) =>
        currentTarget.select()
      }
      spellCheck={false}
      autoComplete="off"
      data-1p-ignore
      data-bwignore
      data-lpignore="true"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      inputContainer={(input) => (
        <Group gap="xs" wrap={isMultiline ? 'wrap' : 'nowrap'} align="flex-start">
          <div style={{ flex: isMultiline ? '1 1 240px' : 1, minWidth: 0 }}>{input}</div>
          {/* Browsers allow copying only over HTTPS and on localhost. */}
          {window.isSecureContext && (
            <CopyButton value={value} timeout={4000}>
              {({ copied, copy }) => (
                <>
                  <Button
                    onClick={copy}
                    variant={isFirst ? 'filled' : 'default'}
                    data-autofocus={isFirst}
                    leftSection={
                      copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                    }
                  >
                    {copied ? t('copied') : t('copy')}
                  </Button>
                  <VisuallyHidden role="status">{copied && t('labelCopied', { label })}</VisuallyHidden>
                </>
              )}
            </CopyButton>
          )}
        </Group>
      )}
    />
  )
}

const MultilineInput = (props: TextareaProps) => <Textarea autosize minRows={1} maxRows={6} {...props} />
