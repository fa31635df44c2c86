/** Stepkey's mark: a key whose bit is a flight of steps. The same drawing as public/favicon.svg. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <g fill="#fff">
        <path
          fillRule="evenodd"
          d="M10 6.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12Zm0 3.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2Z"
        />
        <path d="M15 10.8h12.5v14.7h-4V21.9h-3.8v-3.6h-3.7v-4H15Z" />
      </g>
    </svg>
  )
}
