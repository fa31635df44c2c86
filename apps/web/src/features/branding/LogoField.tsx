import { Button, FileButton, Group, Input } from '@mantine/core'
import { LOGO_LIMIT } from '@stepkey/shared/branding'
import { type ReactNode, useRef, useState } from 'react'

interface LogoFieldProps {
  /** A `data:` URL; empty if there is none. */
  value?: string
  onChange(value: string): void
  error?: ReactNode
}

/** Chooses an image file, which is kept as a `data:` URL. */
export function LogoField({ value = '', onChange, error }: LogoFieldProps) {
  const [problem, setProblem] = useState<string>()
  const chooseButton = useRef<HTMLButtonElement>(null)

  async function choose(file: File | null) {
    if (!file) return
    const url = await dataUrlOf(file)
    const isTooLarge = url.length > LOGO_LIMIT
    setProblem(isTooLarge ? 'The file is too large. Choose one of at most 48 KB.' : undefined)
    if (!isTooLarge) onChange(url)
  }

  return (
    <Input.Wrapper
      label="Logo"
      labelElement="div"
      description="PNG, JPEG, WebP or SVG, at most 48 KB. It is shown 44 pixels high."
      error={problem ?? error}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      <Group gap="sm" mb={5}>
        {value && (
          <img
            src={value}
            alt="The current logo"
            style={{ height: 44, maxWidth: 220, objectFit: 'contain' }}
          />
        )}
        <FileButton accept="image/png,image/jpeg,image/webp,image/svg+xml" onChange={choose}>
          {(button) => (
            <Button {...button} ref={chooseButton} variant="default" size="xs">
              {value ? 'Replace logo' : 'Choose a file'}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button
            variant="subtle"
            size="xs"
            onClick={() => {
              onChange('')
              chooseButton.current?.focus()
            }}
          >
            Remove logo
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

function dataUrlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
