import { type ComponentType, useEffect, useSyncExternalStore } from 'react'
import { probeAssets } from './assetReachability.ts'

/** A part of the screen that comes in a file of its own. Unlike a lazy component it can be asked for again. */
interface Piece<Props> {
  load(): void
  get(): Loading<Props>
  subscribe(listener: () => void): () => void
}

interface Loading<Props> {
  Component?: ComponentType<Props>
  /** Why there is none. */
  error?: unknown
}

export function preloadable<Props>(load: () => Promise<{ default: ComponentType<Props> }>): Piece<Props> {
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
      probeAssets()
        .then(load)
        .then(
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

/** Loads a piece of what is on the screen. Where that fails, `again` tries once more. */
export function usePreloadable<Props>(piece: Piece<Props>) {
  const loading = useSyncExternalStore(piece.subscribe, piece.get)
  useEffect(() => piece.load(), [piece])
  return { ...loading, again: piece.load }
}

/** Milliseconds between two goes at what is needed and can't be loaded. */
const AGAIN = 3000

/**
 * What is seldom needed, but then has to be there, connection or not: it is loaded once the browser has nothing else to
 * do. Where that failed, it is tried again and again as soon as it is needed.
 */
export function usePreload<Props>(piece: Piece<Props>, isNeeded: boolean): ComponentType<Props> | undefined {
  const { Component, error } = useSyncExternalStore(piece.subscribe, piece.get)
  useEffect(() => {
    if (!isNeeded) return whenIdle(piece.load)
    if (!error) return piece.load()
    const timer = setTimeout(piece.load, AGAIN)
    return () => clearTimeout(timer)
  }, [piece, isNeeded, error])
  return isNeeded ? Component : undefined
}

function whenIdle(act: () => void): () => void {
  // Safari can't tell.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(act, 1000)
    return () => clearTimeout(timer)
  }
  const asked = requestIdleCallback(act)
  return () => cancelIdleCallback(asked)
}
