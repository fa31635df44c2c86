import { Button, FileButton, Group, Input, Text } from '@mantine/core'
import { useState } from 'react'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'
import { useEditor } from './editorContext.ts'
import { readIcon } from './readIcon.ts'

/** Chooses the icon: an uploaded image, or two letters of the title. */
export function IconChoice() {
  const { text, set } = useEditor()
  const [problem, setProblem] = useState<string>()
  const icon = text(['icon'])

  async function upload(file: File | null) {
    if (!file) return
    const read = await readIcon(file)
    setProblem('problem' in read ? read.problem : undefined)
    if ('icon' in read) set(['icon'], read.icon)
  }

  return (
    <Input.Wrapper label="Icon" labelElement="div" error={problem}>
      <Group gap="sm" wrap="nowrap">
        <ComponentIcon component={{ title: text(['title']) || '?', ...(icon && { icon }) }} size={36} />
        <FileButton accept="image/png,image/svg+xml" onChange={upload}>
          {(props) => (
            <Button {...props} variant="default" size="xs" aria-label="Upload an icon">
              Upload
            </Button>
          )}
        </FileButton>
        {icon ? (
          <Button variant="subtle" color="gray" size="xs" onClick={() => set(['icon'], undefined)}>
            Remove icon
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            PNG or SVG, at most 32 KiB
          </Text>
        )}
      </Group>
    </Input.Wrapper>
  )
}
