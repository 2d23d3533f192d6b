fn fetch() -> Result<User, Error> {
    let __admitted = match crate::rt::__private::admit_or_reject::<
        Result<User, Error>,
        _,
    >(
        {
            crate::rt::__circuit! {
                unlisted name : "users", policy : { const __THRESHOLD : u32 = { let
                __given = MAX; crate ::rt::__private::arg::number(& __given)
                .at_least_one(__given, crate ::rt::PolicyError::ZeroThreshold) }; const
                __WINDOW : crate ::rt::__private::Window = { let __given = LAST; crate
                ::rt::__private::arg::trailing(& __given).not_empty(__given,) }; const
                __OPEN_FOR : crate ::rt::__private::Duration = { const __GIVEN : crate
                ::rt::__private::Duration = Duration::from_secs(5); crate
                ::rt::__private::arg::not_zero(__GIVEN, crate
                ::rt::PolicyError::ZeroOpenFor) }; crate
                ::rt::__private::arg::consistent(crate ::rt::__private::Policy::new()
                .threshold(__THRESHOLD).over(__WINDOW).open_for(__OPEN_FOR)) }
            }
            crate::rt::__site! {
                crate ::rt::__circuit!(@ reference), crate ::rt::__private::None
            }
            crate::rt::__circuit!(@ reference)
        },
        crate::rt::__private::Behind::<Result<User, Error>>::VALUE.look_for_rejection(),
    ) {
        crate::rt::__private::Ok(__admitted) => __admitted,
        crate::rt::__private::Err(__rejected) => return __rejected,
    };
    #[allow(clippy::result_large_err)]
    return __admitted
        .run(move || -> Result<User, Error> {
            const _: () = {
                let _ = crate::rt::__private::AttributeArguments {
                    threshold: (),
                    window: (),
                    open_for: (),
                    name: (),
                    ..crate::rt::__private::AttributeArguments::NONE
                };
            };
            get()
        });
}
