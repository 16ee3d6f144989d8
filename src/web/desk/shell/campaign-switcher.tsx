import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Menu } from '#web/kit/menu.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { ALL_CAMPAIGNS, type Campaign, useCampaign } from '../api/campaigns.ts';
import css from './shell.module.css';

/** Which campaign the whole desk is about; it stands in the address and goes along to every page. */
export function CampaignSwitcher({ city }: { readonly city: string }): ReactElement {
  const { w, day, today } = useWords();
  const { chosen, all } = useCampaign();
  const navigate = useNavigate();
  if (all.length === 0) return <span className={css['city']}>{city}</span>;
  const go = (code: string | undefined): void => {
    void navigate({ to: '.', search: (now) => ({ ...now, c: code ?? ALL_CAMPAIGNS }) });
  };
  const phase = chosen === undefined ? undefined : phaseAt(chosen, today);
  return (
    <Menu
      className={css['campaign']}
      name={[w.app.campaign, chosen?.name ?? w.app.allCampaigns, phase].filter(Boolean).join(' ')}
      label={
        <span className={css['campaignName']}>
          {chosen?.name ?? w.app.allCampaigns}
          {phase !== undefined && <span className={css['phase']}>{phase}</span>}
        </span>
      }
      choices={[
        {
          id: 'all',
          label: w.app.allCampaigns,
          detail: city,
          checked: chosen === undefined,
          run: () => go(undefined),
        },
        undefined,
        ...all.map((one) => ({
          id: one.id,
          label: one.name,
          detail: w.app.window(day(one.startsOn), day(one.endsOn)),
          checked: one.id === chosen?.id,
          run: () => go(one.code),
        })),
      ]}
    />
  );
}

function phaseAt(campaign: Campaign, today: string): string | undefined {
  return campaign.phases.find((phase) => phase.startsOn <= today && today <= phase.endsOn)?.name;
}
