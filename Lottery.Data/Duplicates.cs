using Lottery.Data.Accounts;
using Lottery.Data.Bancas;
using Lottery.Data.Loterias;
using Lottery.Data.Restrictions;
using Lottery.Data.Sorteos;
using Lottery.Data.Users;
using Lottery.Data.Ventanas;

namespace Lottery.Data;

/// <summary>
/// What a unique index means when it refuses a row. The database is the judge of duplicates, so that two requests at
/// once cannot both be told that a name is free.
/// </summary>
internal static class Duplicates
{
    public static Refusal? RefusalOf(string constraint) => constraint switch
    {
        "ix_bancas_code" => BancaRefusals.CodeTaken,
        "ix_bancas_name" => BancaRefusals.NameTaken,
        "ix_ventanas_banca_id_code" => VentanaRefusals.CodeTaken,
        "ix_users_username" => UserRefusals.UsernameTaken,
        "ix_users_email" => UserRefusals.EmailTaken,
        "ix_users_banca_id_code" => UserRefusals.CodeTaken,
        "ix_loterias_banca_id_name" => LoteriaRefusals.NameTaken,
        "ix_loteria_multipliers_loteria_id_name" => LoteriaRefusals.MultiplierNameTaken,
        "ux_restriction_rules_active" => RestrictionRefusals.Duplicate,
        // The name is longer than PostgreSQL keeps.
        "ix_multiplier_overrides_user_id_ventana_id_loteria_id_multipli" => LoteriaRefusals.OverrideTaken,
        "ix_sorteos_loteria_id_scheduled_at" => SorteoRefusals.Duplicate,
        "ux_sorteo_results_one_standing" => SorteoRefusals.AlreadyEvaluated,
        // Two at once, for different accounts of a banca.
        "ix_account_payments_banca_id_idempotency_key" => AccountRefusals.PayloadMismatch,
        _ => null,
    };
}
