import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ComponentVersion } from '@stepkey/shared/own-component'
import { useState } from 'react'
import { useSecretCall } from '../../api/useSecretCall.ts'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { FormError } from '../../ui/feedback/FormError.tsx'
import { BusyButton } from '../../ui/inputs/BusyButton.tsx'
import { useUnsaved } from '../../ui/unsaved/unsavedChanges.ts'
import { useApi } from '../../workspace/useApi.ts'
import { BasicsSection } from './BasicsSection.tsx'
import classes from './ComponentEditor.module.css'
import { EditorProvider } from './editorContext.ts'
import { JsonView } from './JsonView.tsx'
import { MethodSection } from './MethodSection.tsx'
import { PreviewPanel } from './PreviewPanel.tsx'
import { ProblemList } from './ProblemList.tsx'
import { PublishComponent } from './PublishComponent.tsx'
import { TrialPanel } from './TrialPanel.tsx'
import { useComponentsChanged } from './useComponentsChanged.ts'
import { useDefinition } from './useDefinition.ts'
import { usePreviewForm } from './usePreviewForm.ts'
import { useTrial } from './useTrial.ts'

const STALE =
  'The draft was changed elsewhere, so yours was not saved. Copy the JSON, and load the page again.'

interface ComponentEditorProps {
  stored: ComponentVersion
  onPublished(): void
}

/** Edits the draft of a component beside a preview, tries it, and publishes it. */
export function ComponentEditor({ stored, onPublished }: ComponentEditorProps) {
  const { componentId } = stored
  const { client } = useApi()
  const componentsChanged = useComponentsChanged()
  const draft = useDefinition(componentId, stored)
  const { definition, editor, problems, component } = draft
  const [revision, setRevision] = useState(stored.state === 'draft' ? stored.revision : undefined)
  const saving = useSecretCall()
  const [isStale, setStale] = useState(false)
  const [view, setView] = useState('form')
  const [isPublishing, setPublishing] = useState(false)

  const methodIds = Object.keys((definition.methods ?? {}) as object)
  const [chosenId, setChosenId] = useState(methodIds[0] ?? '')
  const methodId = methodIds.includes(chosenId) ? chosenId : (methodIds[0] ?? '')
  const method = component?.methods[methodId]
  const preview = usePreviewForm(method)
  const trial = useTrial(componentId)
  const result = trial.results[methodId]

  useUnsaved(draft.isChanged ? 'The draft of this component is not saved yet.' : undefined)

  /** Saves the draft. @returns whether it is saved now */
  async function save(): Promise<boolean> {
    if (!draft.isChanged && revision !== undefined) return true
    const saved = await saving.run(() => client.components.save.mutate({ componentId, definition, revision }))
    setStale(saved?.outcome === 'stale')
    if (saved?.outcome !== 'saved') return false
    setRevision(saved.revision)
    draft.markSaved()
    await componentsChanged()
    return true
  }

  return (
    <EditorProvider value={editor}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-end">
          <SegmentedChoice
            label="View"
            options={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
            value={view}
            onChange={setView}
          />
          <Group gap="sm">
            <Text size="sm" c="dimmed" role="status">
              {draft.isChanged ? 'Not saved' : revision === undefined ? 'No draft yet' : 'Draft saved'}
            </Text>
            <BusyButton
              variant="default"
              isWaiting={saving.isPending}
              onClick={async () => {
                if (await save())
                  notifications.show({
                    color: 'leaf',
                    title: 'The draft was saved',
                    message: 'It can be tried now.',
                  })
              }}
            >
              Save draft
            </BusyButton>
            <BusyButton
              isWaiting={saving.isPending}
              onClick={async () => {
                if (await save()) setPublishing(true)
              }}
            >
              Publish …
            </BusyButton>
          </Group>
        </Group>
        <FormError of={isStale ? STALE : saving.error} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          {view === 'form' ? (
            <Stack gap="xl">
              <BasicsSection />
              <MethodSection methodId={methodId} onChoose={setChosenId} />
              {problems.length > 0 && <ProblemList problems={problems} />}
            </Stack>
          ) : (
            <JsonView definition={definition} problems={problems} onChange={draft.setDefinition} />
          )}
          <Stack gap="md" className={classes.aside}>
            {component && method ? (
              <>
                <PreviewPanel component={component} method={method} preview={preview} />
                {!('untestable' in method.verify) && (
                  <TrialPanel
                    isPending={trial.isPending || saving.isPending}
                    error={trial.error}
                    result={result}
                    isProven={!draft.isChanged && stored.trials[methodId]?.proves === true}
                    onTry={async () => {
                      if (await save()) await trial.tryMethod(methodId, preview.values)
                    }}
                    onPickIdentity={(pointer) =>
                      editor.set(['methods', methodId, 'verify', 'identity'], pointer)
                    }
                  />
                )}
              </>
            ) : (
              <Text c="dimmed">The preview appears as soon as the definition is complete.</Text>
            )}
          </Stack>
        </SimpleGrid>
      </Stack>
      {isPublishing && (
        <PublishComponent
          componentId={componentId}
          revision={revision}
          title={String(definition.title ?? componentId)}
          untested={stored.untested}
          onClose={() => setPublishing(false)}
          onPublished={onPublished}
        />
      )}
    </EditorProvider>
  )
}
