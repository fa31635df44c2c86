import { Button, Group, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core'
import { searchComponents } from '@stepkey/shared/component-search'
import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { LiveRegion } from '../../ui/feedback/LiveRegion.tsx'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { SearchBox } from '../../ui/inputs/SearchBox.tsx'
import { useApi } from '../../workspace/useApi.ts'
import classes from '../catalog/ComponentChoices.module.css'
import { ComponentIcon } from '../catalog/ComponentIcon.tsx'

/** From this number of components on, there is a search box. */
const SEARCHED_FROM = 6

/** Lists the components of a connect session, one of which the user chooses. */
export function ChooseComponent({ onChoose }: { onChoose(componentId: string): void }) {
  const t = useTranslations('picker')
  const { trpc } = useApi()
  const query = useQuery(trpc.components.list.queryOptions({}))
  const [search, setSearch] = useState('')
  const { data: components } = query
  if (!components) return query.error ? <LoadError of={query} /> : <Skeleton height={220} />
  const found = search ? searchComponents(components, search) : components
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {t('whichApplication')}
      </Text>
      {components.length >= SEARCHED_FROM && (
        <SearchBox label={t('searchApplications')} initial={search} onSearch={setSearch} />
      )}
      <LiveRegion>
        {search && found.length === 0 && (
          <Text size="sm" c="dimmed">
            {t.rich('noApplication', { search, bdi: (text) => <bdi>{text}</bdi> })}
          </Text>
        )}
      </LiveRegion>
      {found.length > 0 && (
        <ul className={classes.list}>
          {found.map((component) => (
            <li key={component.id}>
              <UnstyledButton className={classes.choice} w="100%" onClick={() => onChoose(component.id)}>
                <ComponentIcon component={component} />
                <Stack gap={0} flex={1}>
                  <Text fw={600}>{component.title}</Text>
                  <Text size="sm" c="dimmed">
                    {component.description}
                  </Text>
                </Stack>
                <IconChevronRight size={18} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

interface ChosenComponentProps {
  componentId: string
  onBack(): void
}

/** Shows the chosen component, and returns to the choice. */
export function ChosenComponent({ componentId, onBack }: ChosenComponentProps) {
  const t = useTranslations('picker')
  const { trpc } = useApi()
  const { data: components = [] } = useQuery(trpc.components.list.queryOptions({}))
  const component = components.find(({ id }) => id === componentId)
  return (
    <Group justify="space-between" gap="sm">
      {component && (
        <Group gap="sm" wrap="nowrap">
          <ComponentIcon component={component} size={32} />
          <Text fw={600}>{component.title}</Text>
        </Group>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={14} aria-hidden />}
        onClick={onBack}
      >
        {t('allApplications')}
      </Button>
    </Group>
  )
}
