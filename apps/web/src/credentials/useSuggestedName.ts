import type { Component } from '@stepkey/shared/component'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api.ts'
import { defaultName } from './defaultName.ts'

/** A name that isn't taken yet, unless the caller has one. Looks once: saving must not change what is offered. */
export function useSuggestedName({ id: componentId, title }: Component, given: string | undefined): string {
  const { trpc } = useApi()
  const [openedAt] = useState(Date.now)
  const taken = useQuery(
    trpc.credentials.list.queryOptions(
      { componentId, search: defaultName(title, []), limit: 200 },
      { enabled: (query) => given === undefined && query.state.dataUpdatedAt < openedAt },
    ),
  )
  return given ?? defaultName(title, taken.data?.items.map(({ name }) => name) ?? [])
}
