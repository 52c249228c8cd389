"""`tgpl`: what the window does, without a window; for IT, for scripts and for tests.

Every command is one use case of `desktop.services`. It prints Vietnamese sentences, or with ``--json`` exactly one
object, and returns:

==== =========================================================================
code meaning
==== =========================================================================
0    done; after ``sync``: everything was acknowledged
1    not done, and why (``error`` in the object); a ``sync`` that stopped half-way
2    the command was written wrongly
3    no line: the changes stay here and are sent later
4    something waits for a person: a conflict, a rejected change, many deletions, the line
==== =========================================================================

The keys of the objects are stable; in brackets those of the objects within.

=========================== ====================================================================================
command                     keys
=========================== ====================================================================================
every failure               ``error`` [``code``, ``field``, ``message``]
``init``                    ``home``, ``unit``, ``recovery_key``, ``enrolled``; when it joined also those of a sync
``enrol``                   ``unit``, ``server``, ``numbering``
``case template``           the file itself, to be filled in
``case add``                ``id``, ``code``
``case edit|accept|delete`` ``id``, ``changed`` [``type``, ``id``]
``case move|reopen``        ``id``, ``changed`` [``type``, ``id``]
``case destinations``       ``units`` [``id``, ``code``, ``name``, ``kind``, ``province``, ``parent``,
                            ``merged_into``]
``case list``               ``total``, ``cases`` [``number``, ``id``, ``unit``, ``code``, ``people``, ``content``,
                            ``form``, ``law_field``, ``state``, ``stage``, ``performers``, ``received_at``,
                            ``accepted_at``, ``ended_on``, ``due_at``, ``due``, ``restricted``, ``unsent``,
                            ``contested``]
``case show``               ``id``, ``code``, ``temporary_code``, ``state``, ``case``, ``people`` [``part``,
                            ``person``], ``assignments``, ``stages``, ``hearings``, ``events``, ``appraisals``,
                            ``verdicts``, ``payments``, ``conflicts``, ``unsent``, ``moves`` [``asked``, ``came_from``,
                            ``went_to``]
``record list``             ``type``, ``total``, ``totals``, ``records`` [as declared]; without a type ``types``
``record add|edit|delete``  ``type``, ``id``
``sync``                    ``sent``, ``taken``, ``complete`` and those of a status
``status``                  ``enrolled``, ``practice``, ``green``, ``pending``, ``held``, ``waits``, ``rejected``,
                            ``conflicts``, ``oldest_at``, ``behind``, ``again``, ``differing``,
                            ``on_stick``, ``on_stick_since``, ``last_complete``, ``files_to_send``,
                            ``files_to_fetch``, ``files_aside``, ``lost`` [``unit``, ``unsent``], ``left``,
                            ``gone_back``, ``rebuilding``, ``rebuilt``, ``deletions``, ``shut_out``
``rebuild``                 ``whole``, ``equal``, ``records``, ``fetched`` and those of a status
``status --unit``           ``at``, ``fresh``, ``pcs`` [``unit``, ``unit_name``, ``kind``, ``conflicts``, ``silent``,
                            ``silent_days``, ``id``, ``name``, ``last_complete``, ``last_seen``, ``waiting``,
                            ``waiting_since``, ``refused``, ``held``, ``program``, ``revoked``, ``token_reused``,
                            ``missing``, ``chain_breaks``, ``restored``, ``copy_of``, ``replaced``,
                            ``doubted``]
``queue``                   ``entries`` [``key``, ``at``, ``author``, ``type``, ``record``, ``code``, ``names``,
                            ``state``, ``tries``, ``error``, ``error_field``, ``exported_at``]
``discard``                 ``key``
``retry|hold|release``      ``keys``
``receipts``                ``receipts`` [``number``, ``at``, ``way``, ``sent``, ``taken``, ``papers``,
                            ``complete``, ``size``, ``hash``]
``bundle export|relay``     ``file``, ``receipt`` [``number``, ``at``, ``way``, ``sent``, ``taken``, ``papers``,
                            ``complete``, ``size``, ``hash``]
``bundle import``           the same and those of a status
``bundle receipt``          ``receipts`` [``number``, ``at``, ``way``, ``sent``, ``taken``, ``papers``,
                            ``complete``, ``size``, ``hash``]
``deletions show``          ``questions`` [``number``, ``way``, ``feed``, ``unit``, ``at``, ``counts``,
                            ``authors``, ``choice``, ``by``, ``decided_at``, ``waiting``]
``deletions accept``        ``numbers``, ``choice``
``deletions keep|restore``  ``numbers``, ``choice``
``conflicts``               ``conflicts`` [``id``, ``case``, ``record_type``, ``record``, ``kind``, ``current``,
                            ``incoming``, ``current_author``, ``incoming_author``, ``incoming_is_mine``]
``resolve``                 ``id``
``person duplicates``       ``pairs`` [``one``, ``other``, ``same_number``]
``person merge``            ``id``, ``into``
``person unmerge``          ``id``
``person tell-apart``       ``id``, ``other``
``numbering show|ask``      ``enrolled``, ``mine``, ``pc``, ``holder``, ``left``, ``given_back``, ``asked``, ``taken``,
                            ``askers``, ``refused``, ``waiting``, ``closed`` [``code``, ``waiting``, ``mine``, ``pc``]
``numbering give-back``     the same
``numbering take-over``     the same
``numbering void``          ``void`` [``year``, ``first``, ``last``, ``pc``, ``why``, ``ended_at``]
``numbering adjust``        ``id``, ``code``, ``former_codes``
``export``                  ``out``, ``files`` [path → lines]
``keep-unsent``             ``out``, ``units`` [``unit``, ``unsent``]
``bulletin check``          ``bulletin`` [``first_day``, ``last_day``, ``taken_at``, ``figures``, ``lists``,
                            ``criteria``], ``checks`` [``rule``, ``measure``, ``holds``, ``stated``, ``found``,
                            ``terms``, ``provinces``, ``names``, ``swaps``], ``own`` [``province``, ``standings``]
``bulletin take``           ``units``, ``taken_at``
``bulletin country``        ``unit``, ``month``, ``taken_at``, ``listed``, ``figures``, ``before``, ``criteria``
                            [``code``, ``figures``], ``provinces`` [``code``, ``name``, ``figures``]
``bulletin country --cell`` ``count``, ``cases`` [``unit``, ``province``, ``form``, ``representation``,
                            ``law_field``, ``outcome``, ``accepted``, ``ended``, ``criterion``]; so with ``--criterion``
``bulletin issue``          ``id``, ``unit``, ``number``, ``form``, ``version``, ``from``, ``to``, ``issued_at``,
                            ``issuer``, ``note``, ``reason``, ``hash``
``register close``          ``id``
``register closings``       ``closings`` [``id``, ``unit``, ``kind``, ``from_on``, ``to_on``, ``closed_at``,
                            ``closed_by``, ``opening``, ``accepted``, ``moved_in``, ``moved_out``, ``ended``,
                            ``remaining``, ``adjustments`` [``at``, ``author``, ``case``, ``code``, ``fields``]]
``catalogue list``          ``entries`` [as ``catalogue set``], ``refused``
``catalogue set``           ``catalogue``, ``code``, ``label``, ``short``, ``group``, ``valid_from``, ``valid_to``,
                            ``source``, ``unverified``, ``own``
``report list``             ``forms`` [``code``, ``version``, ``title``, ``legal_basis``, ``valid_from``,
                            ``unverified``]
``report CODE``             ``form``, ``version``, ``from``, ``to``, ``units``, ``columns`` [``number``, ``heads``],
                            ``rows`` [``mark``, ``title``, ``cells``], ``controls`` [``title``, ``at``, ``whole``,
                            ``parts``, ``excepted``, ``holds``, ``cases``]
``report CODE --cell``      ``counted``, ``cases`` [as ``case list``], ``others`` [``type``, ``id``, ``name``,
                            ``kind``, ``unit``]
``workload``                as ``report CODE``, ``people`` [``mark``, ``practitioner``, ``name``, ``norm``, ``rating``,
                            ``missing``]
``ranking``                 ``from``, ``to``, ``whom``, ``by``, ``rule``, ``lines`` [``rank``, ``key``, ``name``,
                            ``total``, ``complete``, ``ended``, ``successful``]
``ranking --line``          ``rank``, ``key``, ``name``, ``total``, ``complete``, ``ended``, ``successful``, ``cases``
                            [as ``case list``], ``parts`` of each
``report template``         ``files`` [``organisation``, ``name``, ``file``]
``report collect``          ``id``, ``organisation``, ``name``, ``form``, ``version``, ``from``, ``to``, ``problems``
                            [``code``, ``cell``, ``message``]
``report collected``        ``form``, ``from``, ``to``, ``organisations`` [``id``, ``organisation``, ``name``,
                            ``received_on``, ``owes``, ``in_program``]
``backup``                  ``backup``, ``size``
``backup --list``           ``backups`` [``name``, ``made_at``, ``kind``, ``size``]
``restore``                 ``backup``, ``made_at``, ``size``, ``logins``, ``cases``, ``restored``, ``replaced``,
                            ``carried``, ``unreadable``
``user add``, ``password``  ``login``
``user list``               ``users`` [``login``, ``full_name``, ``role``]
``recover``                 ``login``
``demo``                    ``home``, ``login``, ``password``, ``cases``, ``seconds``, ``found``, ``case``
``self-check``              ``ok``, ``program``, ``checks`` [``name``, ``ok``, ``seconds``, ``detail``]
=========================== ====================================================================================
"""

from desktop.cli.run import main

__all__ = ["main"]
