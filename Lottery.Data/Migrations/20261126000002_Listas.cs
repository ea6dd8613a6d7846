using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lottery.Data.Migrations
{
    /// <inheritdoc />
    public partial class Listas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_activity_log_action_known",
                table: "activity_logs");

            // A check is read anew with every statement that inserts, and one of so many words cost a sale more than the
            // line itself; a domain is read once in a session.
            migrationBuilder.Sql("""
                create domain activity_action as text constraint activity_action_known check (value in (
                    'LOGIN', 'LOGOUT', 'PASSWORD_CHANGE', 'TICKET_CREATE', 'TICKET_CANCEL',
                    'TICKET_EVALUATE', 'TICKET_RESTORE', 'JUGADA_EVALUATE', 'JUGADA_RESTORE',
                    'SORTEO_CREATE', 'SORTEO_EVALUATE', 'SORTEO_CLOSE', 'SORTEO_REOPEN',
                    'LOTERIA_CREATE', 'LOTERIA_UPDATE', 'LOTERIA_DELETE', 'LOTERIA_RESTORE',
                    'MULTIPLIER_SETTING_CREATE', 'MULTIPLIER_SETTING_UPDATE',
                    'MULTIPLIER_SETTING_DELETE', 'MULTIPLIER_SETTING_RESTORE', 'BANCA_CREATE',
                    'BANCA_UPDATE', 'BANCA_DELETE', 'BANCA_RESTORE', 'VENTANA_CREATE',
                    'VENTANA_UPDATE', 'VENTANA_DELETE', 'VENTANA_RESTORE', 'USER_CREATE',
                    'USER_UPDATE', 'USER_DELETE', 'USER_RESTORE', 'USER_ROLE_CHANGE',
                    'SOFT_DELETE', 'RESTORE', 'SYSTEM_ACTION', 'SORTEO_UPDATE', 'TICKET_PAY',
                    'TICKET_PAYMENT_REVERSE', 'TICKET_PAY_FINALIZE', 'TICKET_STATUS_PAID',
                    'SORTEO_OPEN', 'ACCOUNT_STATEMENT_VIEW', 'ACCOUNT_STATEMENT_DELETE',
                    'ACCOUNT_PAYMENT_CREATE', 'ACCOUNT_PAYMENT_REVERSE',
                    'ACCOUNT_PAYMENT_HISTORY_VIEW', 'TICKET_REPRINT', 'LISTA_EXCLUDE',
                    'LISTA_INCLUDE'));
                alter table activity_logs alter column action type activity_action;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                alter table activity_logs alter column action type character varying(28);
                drop domain activity_action;
                """);

            migrationBuilder.AddCheckConstraint(
                name: "ck_activity_log_action_known",
                table: "activity_logs",
                sql: "action in ('LOGIN', 'LOGOUT', 'PASSWORD_CHANGE', 'TICKET_CREATE', 'TICKET_CANCEL', 'TICKET_EVALUATE', 'TICKET_RESTORE', 'JUGADA_EVALUATE', 'JUGADA_RESTORE', 'SORTEO_CREATE', 'SORTEO_EVALUATE', 'SORTEO_CLOSE', 'SORTEO_REOPEN', 'LOTERIA_CREATE', 'LOTERIA_UPDATE', 'LOTERIA_DELETE', 'LOTERIA_RESTORE', 'MULTIPLIER_SETTING_CREATE', 'MULTIPLIER_SETTING_UPDATE', 'MULTIPLIER_SETTING_DELETE', 'MULTIPLIER_SETTING_RESTORE', 'BANCA_CREATE', 'BANCA_UPDATE', 'BANCA_DELETE', 'BANCA_RESTORE', 'VENTANA_CREATE', 'VENTANA_UPDATE', 'VENTANA_DELETE', 'VENTANA_RESTORE', 'USER_CREATE', 'USER_UPDATE', 'USER_DELETE', 'USER_RESTORE', 'USER_ROLE_CHANGE', 'SOFT_DELETE', 'RESTORE', 'SYSTEM_ACTION', 'SORTEO_UPDATE', 'TICKET_PAY', 'TICKET_PAYMENT_REVERSE', 'TICKET_PAY_FINALIZE', 'TICKET_STATUS_PAID', 'SORTEO_OPEN', 'ACCOUNT_STATEMENT_VIEW', 'ACCOUNT_STATEMENT_DELETE', 'ACCOUNT_PAYMENT_CREATE', 'ACCOUNT_PAYMENT_REVERSE', 'ACCOUNT_PAYMENT_HISTORY_VIEW', 'TICKET_REPRINT')");
        }
    }
}
