export const CHART_WIDTH = 860
export const CHART_HEIGHT = 260
/** Where the curves are; the rest is for the axes' words. */
export const PLOT = { left: 64, right: CHART_WIDTH - 72, top: 28, bottom: CHART_HEIGHT - 32 }

/** Text from anywhere, as text. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

export const at = (value: number): string => String(Math.round(value * 10) / 10)

/** A chart that says in words what it shows to whoever cannot see it. */
export function svgChart(title: string, description: string, content: string): string {
  return `<div class="scroll"><svg viewBox="0 0 ${CHART_WIDTH} ${CHART_HEIGHT}" role="img" aria-label="${escapeHtml(`${title}: ${description}`)}">
${content}
</svg></div>`
}

export function horizontalLines(
  ticks: readonly number[],
  place: (value: number) => number,
  show: (value: number) => string,
): string {
  return ticks
    .map((tick) => {
      const y = at(place(tick))
      return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/><text class="tick" x="${PLOT.left - 8}" y="${y}" dy="4" text-anchor="end">${escapeHtml(show(tick))}</text>`
    })
    .join('\n')
}

export function bottomTicks(
  ticks: readonly number[],
  place: (value: number) => number,
  show: (value: number) => string,
): string {
  const labels = ticks.map((tick) => {
    const x = at(place(tick))
    return `<line class="axis" x1="${x}" x2="${x}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 4}"/><text class="tick" x="${x}" y="${PLOT.bottom + 18}" text-anchor="middle">${escapeHtml(show(tick))}</text>`
  })
  return `<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>${labels.join('\n')}`
}

/** Straight lines between the points; a point without a value breaks it. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let isDown = false
  const parts: string[] = []
  for (const point of points) {
    if (point !== null) parts.push(`${isDown ? 'L' : 'M'}${at(point[0])} ${at(point[1])}`)
    isDown = point !== null
  }
  return parts.join('')
}

/** Labels at a curve's right end, moved apart where they would cover each other. */
export function endLabels(labels: readonly { text: string; y: number; style: string }[]): string {
  const gap = 15
  const sorted = [...labels].sort((a, b) => a.y - b.y)
  let lowest = Number.NEGATIVE_INFINITY
  const placed = sorted.map((label) => {
    lowest = Math.max(label.y, lowest + gap)
    return { ...label, y: lowest }
  })
  return placed
    .map(
      ({ text, y, style }) =>
        `<text class="name ${style}" x="${PLOT.right + 8}" y="${at(y)}" dy="4">${escapeHtml(text)}</text>`,
    )
    .join('\n')
}
