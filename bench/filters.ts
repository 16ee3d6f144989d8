/** One list that is measured: whose eyes, and what the address asks. `@code` stands for the unit of that code. */
export interface MeasuredFilter {
  readonly who: 'office' | 'county.office' | 'town.office' | 'liaison' | 'city.liaison';
  readonly query: string;
}

/** The forty lists. They are part of the measurement: a change makes figures incomparable. */
export const FILTERS: readonly MeasuredFilter[] = [
  { who: 'office', query: '' },
  { who: 'office', query: 'sort=newest' },
  { who: 'office', query: 'sort=-due' },
  { who: 'office', query: 'sort=oldest' },
  { who: 'office', query: 'state=underway' },
  { who: 'office', query: 'state=delivered&sort=newest' },
  { who: 'office', query: 'state=underway&state=blocked' },
  { who: 'office', query: 'state=listed&sort=newest' },
  { who: 'office', query: 'state=cancelled' },
  { who: 'office', query: 'overdue=true' },
  { who: 'office', query: 'overdue=true&key=true' },
  { who: 'office', query: 'key=true&sort=newest' },
  { who: 'office', query: 'unit=@01' },
  { who: 'office', query: 'unit=@03&state=underway' },
  { who: 'office', query: 'unit=@05&overdue=true' },
  { who: 'office', query: 'unit=@07&state=closed&sort=newest' },
  { who: 'office', query: 'unit=@03-T03' },
  { who: 'office', query: 'unit=@04-T02&state=delivered' },
  { who: 'office', query: 'lead=@03-ZJ' },
  { who: 'office', query: 'lead=@03-ZJ&state=underway' },
  { who: 'office', query: 'lead=@00-JT&sort=newest' },
  { who: 'office', query: 'co=@05-CZ' },
  { who: 'office', query: 'co=@03-T03&state=closed' },
  { who: 'office', query: 'category=P3' },
  { who: 'office', query: 'category=P1&category=P6&unit=@08' },
  { who: 'office', query: 'source=hotline&source=petition&state=underway' },
  { who: 'office', query: 'source=covert_visit&sort=newest' },
  { who: 'office', query: 'foundBy=public&unit=@02' },
  { who: 'office', query: 'level=city&key=true&sort=newest' },
  { who: 'office', query: 'from=2026-11-01&to=2026-11-30' },
  { who: 'office', query: 'from=2026-12-01&to=2026-12-31&unit=@09' },
  { who: 'office', query: 'kind=task' },
  { who: 'office', query: 'kind=task&state=delivered' },
  { who: 'office', query: 'assurance=independent&unit=@10&sort=newest' },
  { who: 'office', query: 'merged=only' },
  { who: 'office', query: 'text=路灯&unit=@04' },
  { who: 'county.office', query: 'overdue=true' },
  { who: 'town.office', query: 'state=delivered' },
  { who: 'liaison', query: 'mine=true' },
  { who: 'city.liaison', query: 'state=underway' },
];
