import { Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { ShowMore } from '../../ui/layout/ShowMore.tsx'
import { isolated } from '../../ui/text/isolated.ts'
import { useMay } from '../../workspace/access.ts'
import { CandidateRow } from './CandidateRow.tsx'
import classes from './CredentialPicker.module.css'
import { useCandidates } from './useCandidates.ts'

/** The search box appears above this number of credentials. */
const SEARCH_THRESHOLD = 5

interface CandidateListProps {
  component: Pick<ComponentSummary, 'id' | 'title'>
  step: string
  value: string | null
  inFlow: readonly string[]
  needs: readonly string[] | undefined
  onChoose(credentialId: string): void
  onDone(): void
  onCreate(): void
}

/** Lists the credentials of a component as radio rows, below a button to create a new one. */
export function CandidateList({
  component,
  step,
  value,
  inFlow,
  needs,
  onChoose,
  onDone,
  onCreate,
}: CandidateListProps) {
  const t = useTranslations('picker')
  const mayCreate = useMay('write')
  const [search, setSearch] = useState('')
  const { pages, candidates, isInFlow } = useCandidates({ componentId: component.id, search, value, inFlow })
  // The search box stays while a search finds less.
  const [isSearchable, setSearchable] = useState(false)
  if (!isSearchable && candidates && candidates.length > SEARCH_THRESHOLD) setSearchable(true)
  const list = useRef<HTMLDivElement>(null)
  // The delay lets the user see the selected radio before the list closes.
  const { start: closeSoon } = useTimeout(onDone, 180)

  const isLoaded = candidates !== undefined
  useEffect(() => {
    // Another search loads the list again; the search box keeps the focus.
    if (!isLoaded || list.current?.contains(document.activeElement)) return
    const input =
      list.current?.querySelector<HTMLElement>('input:checked') ?? list.current?.querySelector('input')
    input?.focus({ preventScroll: true })
  }, [isLoaded])

  function onKeyDown(event: KeyboardEvent) {
    const onRadio = event.target instanceof HTMLInputElement && event.target.type === 'radio'
    if (event.key !== 'Escape' && !(event.key === 'Enter' && onRadio)) return
    // Without this, the same key press would open the list again: the focus returns to its button.
    event.preventDefault()
    onDone()
  }

  return (
    <Stack gap="sm" ref={list} onKeyDown={onKeyDown}>
      {(isSearchable || mayCreate) && (
        <Group gap="sm">
          {isSearchable && <SearchBox label={t('search')} initial={search} onSearch={setSearch} />}
          {mayCreate && (
            <Button
              variant="light"
              size={isSearchable ? 'sm' : 'xs'}
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={onCreate}
            >
              {t('create')}
            </Button>
          )}
        </Group>
      )}
      <LoadError of={pages} />
      {!pages.error && !candidates && <Skeleton height={96} />}
      {candidates && candidates.length > 0 && (
        <Radio.Group value={value} onChange={onChoose} aria-label={t('credentialFor', { step })}>
          <Stack gap="sm">
            <div className={classes.rows}>
              {candidates.map((credential) => (
                <CandidateRow
                  key={credential.id}
                  credential={credential}
                  isInFlow={isInFlow(credential.id)}
                  needs={needs}
                  onClick={() => closeSoon()}
                />
              ))}
            </div>
            <ShowMore of={pages} size="xs" />
          </Stack>
        </Radio.Group>
      )}
      <Text size="sm" c="dimmed" role="status">
        {candidates?.length === 0 &&
          (search
            ? t('noMatch', { search: isolated(search) })
            : t('noCredential', { component: component.title }))}
        {!mayCreate && candidates?.length === 0 && !search && ` ${t('askEditor')}`}
      </Text>
    </Stack>
  )
}
