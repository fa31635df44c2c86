/** Stepkey's logo: a key whose bit is a flight of steps. The same drawing as public/favicon.svg. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <g fill="#fff">
        <path
          fillRule="evenodd"
          d="M12 4.5a5.8 5.8 0 1 1 0 11.6 5.8 5.8 0 0 1 0-11.6Zm0 3.4a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8Z"
        />
        <path d="M10 14h4v3.2h3.9v3.4h3.9V24h3.9v3.5H10Z" />
      </g>
    </svg>
  )
}
