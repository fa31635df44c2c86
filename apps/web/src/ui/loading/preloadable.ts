import { type ComponentType, useEffect, useSyncExternalStore } from 'react'

/** A component in its own chunk. Unlike with React.lazy, a failed load can be retried. */
interface Preloadable<Props> {
  load(): void
  get(): Loading<Props>
  subscribe(listener: () => void): () => void
}

interface Loading<Props> {
  Component?: ComponentType<Props>
  /** Why loading failed. */
  error?: unknown
}

/** Creates a preloadable component from a dynamic import. */
export function preloadable<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): Preloadable<Props> {
  const listeners = new Set<() => void>()
  let current: Loading<Props> = {}
  let isLoading = false
  function change(next: Loading<Props>) {
    current = next
    for (const listener of listeners) listener()
  }
  return {
    load() {
      if (isLoading || current.Component) return
      isLoading = true
      if (current.error) change({})
      const settle = (next: Loading<Props>) => {
        isLoading = false
        change(next)
      }
      load().then(
        ({ default: Component }) => settle({ Component }),
        (error: unknown) => settle({ error }),
      )
    },
    get: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Loads a component that is on the screen; `retry` loads it again after an error. */
export function usePreloadable<Props>(preloadable: Preloadable<Props>) {
  const loading = useSyncExternalStore(preloadable.subscribe, preloadable.get)
  useEffect(() => preloadable.load(), [preloadable])
  return { ...loading, retry: preloadable.load }
}

/** The interval between retries of a needed component, in milliseconds. */
const RETRY_INTERVAL = 3000

/**
 * Loads a component that must be available even offline when it is needed, such as a dialog. Loads it when the browser is
 * idle, and retries until it succeeds once it is needed.
 */
export function usePreload<Props>(
  preloadable: Preloadable<Props>,
  isNeeded: boolean,
): ComponentType<Props> | undefined {
  const { Component, error } = useSyncExternalStore(preloadable.subscribe, preloadable.get)
  useEffect(() => {
    if (!isNeeded) return whenIdle(preloadable.load)
    if (!error) return preloadable.load()
    const timer = setTimeout(preloadable.load, RETRY_INTERVAL)
    return () => clearTimeout(timer)
  }, [preloadable, isNeeded, error])
  return isNeeded ? Component : undefined
}

function whenIdle(callback: () => void): () => void {
  // Safari has no requestIdleCallback.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(callback, 1000)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(callback)
  return () => cancelIdleCallback(handle)
}
