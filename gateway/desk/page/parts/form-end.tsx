// What stands at the end of a form of a record: what is wrong, that it isn't saved yet, and the two ways out.
import { useText } from '../language.ts';
import { Button } from './button.tsx';
import type { useRecordForm } from './record-form.ts';

const TEXTS = {
  unsaved: { en: 'Not saved yet', zh: '尚未保存' },
  cancel: { en: 'Cancel', zh: '取消' },
  save: { en: 'Save', zh: '保存' },
};

type State = 'failure' | 'isChanged' | 'isSaving' | 'forget';

interface Props {
  form: Pick<ReturnType<typeof useRecordForm>, State>;
  /** The labels of the fields that the desk has named. */
  wrong: string;
  cancel: () => void;
  /** Always in view. */
  isSticky?: boolean;
}

export function FormEnd({ form, wrong, cancel, isSticky = false }: Props) {
  const text = useText(TEXTS);
  return (
    <div className={isSticky ? 'actions sticky' : 'actions'}>
      <p role="alert" className="error fill">
        {form.failure.message} {wrong}
      </p>
      {form.isChanged && <span className="quiet">{text('unsaved')}</span>}
      <Button
        onPress={() => {
          form.forget();
          cancel();
        }}
      >
        {text('cancel')}
      </Button>
      <Button type="submit" look="main" isDisabled={form.isSaving}>
        {text('save')}
      </Button>
    </div>
  );
}
