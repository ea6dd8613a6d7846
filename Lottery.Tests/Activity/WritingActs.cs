using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Activity;

/// <summary>
/// One success of every operation that is no reading, by the name of its row in the access matrix. What an act needs is
/// made first; what it gives back sends it.
/// </summary>
internal sealed class WritingActs(Counter counter)
{
    public IReadOnlyDictionary<string, Func<Task<Func<Task<Answer>>>>> All =>
        new Dictionary<string, Func<Task<Func<Task<Answer>>>>>
        {
            ["LogIn"] = async () =>
            {
                var username = await Banca.NewVendedor(counter.VentanaId);
                return () => Anonymous.Post("/auth/login", new { username, password = World.Password });
            },
            ["Refresh"] = async () => (await Device()).Renew,
            ["LogOut"] = async () => (await Device()).LogOut,
            ["LogOutEverywhere"] = () => AsSeller(client => client.Post("/auth/logout/all")),
            ["UpdateMe"] = () => AsSeller(client => client.Patch("/auth/me", new { name = "Otro Nombre" })),
            ["ChangePassword"] = () => AsSeller(client => client.Put(
                "/users/me/password", new { currentPassword = World.Password, newPassword = "otra-clave-muy-larga" })),
            ["SetActiveBanca"] = () => Now(() => Admin.Post("/auth/set-active-banca", new { bancaId = Banca.Id })),
            ["RevokeSession"] = async () =>
            {
                var seller = await Banca.Vendedor(counter.VentanaId);
                var session = (await seller.Client.Get($"/auth/sessions/user/{seller.Id}")).Json.Rows()[0].Id();
                return () => Admin.Delete($"/auth/sessions/{session}");
            },

            ["CreateBanca"] = () => Now(() => Admin.Post("/bancas", new { name = Name("Banca "), code = Name("C") })),
            ["UpdateBanca"] = () => OnBanca(path => Admin.Patch(path, new { phone = "2222-3333" })),
            ["DeactivateBanca"] = () => OnBanca(path => Admin.Delete(path)),
            ["RestoreBanca"] = () => OnBanca(path => Admin.Patch($"{path}/restore"), isOff: true),

            ["CreateVentana"] = () => Now(() => Admin.Post(
                "/ventanas", new { bancaId = Banca.Id, name = Name("Ventana "), code = Name("V") })),
            ["UpdateVentana"] = () => OnVentana(path => Admin.Patch(path, new { name = Name("Ventana ") })),
            ["DeactivateVentana"] = () => OnVentana(path => Admin.Delete(path)),
            ["RestoreVentana"] = () => OnVentana(path => Admin.Patch($"{path}/restore"), isOff: true),

            ["CreateUser"] = () => Now(() => Admin.Post("/users", new
            {
                name = "Ana",
                username = Name("ana"),
                password = World.Password,
                role = "VENDEDOR",
                ventanaId = counter.VentanaId,
            })),
            ["UpdateUser"] = () => OnSeller("users", path => Admin.Patch(path, new { name = "Ana Mora" })),
            ["DeactivateUser"] = () => OnSeller("users", path => Admin.Delete(path)),
            ["RestoreUser"] = () => OnSeller("users", path => Admin.Patch($"{path}/restore"), isOff: true),

            ["AssignBanca"] = async () =>
            {
                var person = await Banca.Administrator();
                var other = await World.Banca();
                return () => Admin.Post($"/users/{person.Id}/bancas", new { bancaId = other.Id });
            },
            ["SetDefaultBanca"] = () => WithSecondBanca(path => Admin.Patch($"{path}/default")),
            ["RemoveBanca"] = () => WithSecondBanca(path => Admin.Delete(path)),

            ["CreateVendedor"] = () => Now(() => Admin.Post("/vendedores", new
            {
                name = "Ana",
                username = Name("ana"),
                password = World.Password,
                code = Name("A"),
                ventanaId = counter.VentanaId,
            })),
            ["UpdateVendedor"] = () => OnSeller("vendedores", path => Admin.Patch(path, new { name = "Ana Mora" })),
            ["DeactivateVendedor"] = () => OnSeller("vendedores", path => Admin.Delete(path)),
            ["RestoreVendedor"] = () => OnSeller("vendedores", path => Admin.Patch($"{path}/restore"), isOff: true),

            ["UpdateAutoConfig"] = () => Now(() => Admin.Patch("/sorteos/auto-config", new { autoCloseEnabled = true })),
            ["ExecuteAutoOpen"] = () => Asked("sorteos-auto-open", () => Admin.Post("/sorteos/auto-open/execute")),
            ["ExecuteAutoCreate"] = () => Asked("sorteos-auto-create", () => Admin.Post("/sorteos/auto-create/execute")),
            ["ExecuteAutoClose"] = () => Asked("sorteos-auto-close", () => Admin.Post("/sorteos/auto-close/execute")),
            ["RunJob"] = () => Asked("exposure-check", () => Admin.Post("/jobs/exposure-check/runs", new { })),

            ["CreateLoteria"] = () => Now(() => Admin.Post("/loterias", new { bancaId = Banca.Id, name = Name("L") })),
            ["UpdateLoteria"] = () => OnLoteria(path => Admin.Patch(path, new { name = Name("L") })),
            ["DeleteLoteria"] = () => OnLoteria(path => Admin.Delete(path)),
            ["RestoreLoteria"] = () => OnLoteria(path => Admin.Patch($"{path}/restore"), isOff: true),
            ["SeedSorteos"] = () => OnLoteria(path => Admin.Post(
                $"{path}/seed_sorteos", new { scheduledDates = new[] { World.Now.AddHours(30) } })),

            ["CreateMultiplier"] = () => Now(() => Admin.Post(
                "/multipliers", new { loteriaId = counter.Game.LoteriaId, name = Name("M"), valueX = 2 })),
            ["UpdateMultiplier"] = () => OnMultiplier(path => Admin.Patch(path, new { valueX = 3 })),
            ["ToggleMultiplier"] = () => OnMultiplier(path => Admin.Delete(path, new { isActive = false })),
            ["RestoreMultiplier"] = () => OnMultiplier(path => Admin.Patch($"{path}/restore"), isOff: true),

            ["CreateRestriction"] = () => Now(() => Admin.Post(
                "/restrictions", new { bancaId = Banca.Id, number = "15", maxAmount = 100 })),
            ["UpdateRestriction"] = () => OnRestriction(id => Admin.Patch($"/restrictions/{id}", new { maxAmount = 200 })),
            ["UpdateRestrictions"] = () => OnRestriction(id => Admin.Put(
                "/restrictions/bulk", new { ids = new[] { id }, data = new { maxAmount = 200 } })),
            ["DeleteRestrictions"] = () => OnRestriction(id => Admin.Delete(
                "/restrictions/bulk", new { ids = new[] { id } })),
            ["DeleteRestriction"] = () => OnRestriction(id => Admin.Delete($"/restrictions/{id}")),
            ["RestoreRestriction"] = () => OnRestriction(id => Admin.Patch($"/restrictions/{id}/restore"), isOff: true),
            ["RehydrateSorteo"] = async () =>
            {
                var sorteo = await counter.OpenSorteo();
                return () => Admin.Post($"/restrictions/rehydrate/{sorteo}");
            },
            ["RegisterMovement"] = () => Now(() => Move()),
            ["ReverseMovement"] = async () =>
            {
                var paymentId = (await Move()).Data.GetProperty("payment").Id();
                return () => Admin.Post("/accounts/reverse-payment", new { paymentId });
            },
            ["ResetBalance"] = async () =>
            {
                (await Move()).Succeeded();
                return () => Admin.Post("/accounts/reset-balance", new { vendedorId = counter.Seller.Id });
            },
            ["DeleteStatement"] = OnEmptyStatement,
            ["ReopenStatements"] = OnSettledDay,
            ["CloseMonth"] = () => Now(() => Admin.Post("/accounts/monthly-closings", new { month = "2026-09" })),
            ["ReconcileAccounts"] = () => Asked("account-reconciliation", () => Admin.Post("/accounts/reconciliation")),
            ["UpdateSettlementConfig"] = () => Now(() => Admin.Patch("/account-statements/auto-config", new { batchSize = 500 })),
            ["ExecuteSettlement"] = () => Asked("account-settlement", () => Admin.Post("/account-statements/execute")),
            ["ExecuteAutoDates"] = async () =>
            {
                await Banca.Restriction(new { bancaId = Banca.Id, isAutoDate = true, maxAmount = 100 });
                counter.Host.Clock.Advance(TimeSpan.FromDays(1));
                return () => Admin.Post("/restrictions/cron-health/execute");
            },

            ["CreateOverride"] = async () =>
            {
                var seller = await Banca.Vendedor(counter.VentanaId);
                return () => Admin.Post("/multiplier-overrides", new
                {
                    scope = "USER",
                    scopeId = seller.Id,
                    loteriaId = counter.Game.LoteriaId,
                    multiplierType = "NUMERO",
                    baseMultiplierX = 95,
                });
            },
            ["UpdateOverride"] = () => OnOverride(path => Admin.Put(path, new { baseMultiplierX = 96 })),
            ["DeleteOverride"] = () => OnOverride(path => Admin.Delete(path)),
            ["RestoreOverride"] = () => OnOverride(path => Admin.Patch($"{path}/restore"), isOff: true),
            ["UpdateLoteriaSetting"] = () => OnLoteria(path => Admin.Put($"{path}/settings", new { baseMultiplierX = 85 })),

            ["AgreeWithBanca"] = () => OnBanca(path => Admin.Put($"{path}/commission-policy", Policy)),
            ["AgreeWithVentana"] = () => OnVentana(path => Admin.Put($"{path}/commission-policy", Policy)),
            ["AgreeWithUser"] = () => OnSeller("users", path => Admin.Put($"{path}/commission-policy", Policy)),

            ["ExcludeLista"] = () => OnLista("exclude"),
            ["IncludeLista"] = () => OnLista("include", isExcluded: true),

            ["CreateSorteo"] = () => Now(() => Admin.Post("/sorteos", new
            {
                loteriaId = counter.Game.LoteriaId,
                name = Name("S"),
                scheduledAt = World.Now.AddHours(9),
            })),
            ["UpdateSorteo"] = () => OnSorteo(path => Admin.Patch(path, new { name = Name("S") })),
            ["DeleteSorteo"] = () => OnSorteo(path => Admin.Delete(path)),
            ["OpenSorteo"] = () => OnSorteo(path => Admin.Patch($"{path}/open")),
            ["CloseSorteo"] = () => OnSorteo(path => Admin.Patch($"{path}/close"), isOpen: true),
            ["SetSorteoActive"] = () => OnSorteo(path => Admin.Patch($"{path}/set-active", new { isActive = false })),
            ["RestoreSorteo"] = () => OnSorteo(path => Admin.Patch($"{path}/restore"), isDeleted: true),
            ["EvaluateSorteo"] = () => OnSorteo(
                path => Admin.Patch($"{path}/evaluate", new { winningNumber = "27" }), isOpen: true, isOver: true),
            ["RevertEvaluation"] = async () =>
            {
                var sorteo = await counter.Host.Scalar<Guid>(
                    "select sorteo_id from tickets where id = $1", await counter.WinningTicket(100));
                return () => Admin.Patch($"/sorteos/{sorteo}/revert-evaluation");
            },

            ["SellTicket"] = async () =>
            {
                var order = counter.Game.Order(
                    await counter.OpenSorteo(), [counter.Game.Numero("27", 100)], idempotencyKey: $"{Guid.CreateVersion7()}");
                return () => counter.Seller.Client.Post("/tickets", order);
            },
            ["CancelTicket"] = () => OnTicket(path => Admin.Patch($"{path}/cancel")),
            ["RestoreTicket"] = () => OnTicket(path => Admin.Patch($"{path}/restore"), isCancelled: true),
            ["PrintTicket"] = () => OnTicket(path => Admin.Post($"{path}/print")),
            ["PayTicket"] = () => OnPrize(path => Admin.Post($"{path}/pay", new { amountPaid = 1_000 })),
            ["ReversePayment"] = () => OnPrize(path => Admin.Post($"{path}/reverse-payment"), isPaid: true),
            ["FinalizePayment"] = () => OnPrize(path => Admin.Post($"{path}/finalize-payment"), isPaid: true),

            ["CleanUpActivityLogs"] = () => Now(() => Admin.Post("/activity-logs/cleanup", new { daysToKeep = 30 })),
            ["SendTelemetry"] = () => Now(() => counter.Seller.Client.Post(
                "/telemetry", new { @event = "print", durationMs = 5, success = true })),
        };

    private static object Policy => new
    {
        commissionPolicyJson = new
        {
            version = 1,
            effectiveFrom = (string?)null,
            effectiveTo = (string?)null,
            defaultPercent = 8,
            rules = Array.Empty<object>(),
        },
    };

    private World World => counter.World;

    private BancaWorld Banca => counter.Banca;

    private ApiClient Admin => counter.Admin;

    private ApiClient Anonymous => counter.Host.Anonymous();

    private string Name(string kind) => World.Name(kind);


    // A job that some worker has told of.
    private async Task<Func<Task<Answer>>> Asked(string job, Func<Task<Answer>> act)
    {
        await counter.Host.Execute(
            """
            insert into job_timings (job_name, cron, zone, source) values ($1, '0 0 * * *', 'UTC', 'TIMETABLE')
            on conflict do nothing
            """,
            job);
        return act;
    }

    private static Task<Func<Task<Answer>>> Now(Func<Task<Answer>> act) => Task.FromResult(act);

    private async Task<Device> Device() =>
        await Given.Device.LogIn(counter.Host, await Banca.NewVendedor(counter.VentanaId));

    private async Task<Func<Task<Answer>>> AsSeller(Func<ApiClient, Task<Answer>> act)
    {
        var seller = await Banca.Vendedor(counter.VentanaId);
        return () => act(seller.Client);
    }

    private async Task<Func<Task<Answer>>> OnBanca(Func<string, Task<Answer>> act, bool isOff = false) =>
        await On($"/bancas/{(await World.Banca()).Id}", act, isOff);

    private async Task<Func<Task<Answer>>> OnVentana(Func<string, Task<Answer>> act, bool isOff = false) =>
        await On($"/ventanas/{await Banca.Ventana()}", act, isOff);

    private async Task<Func<Task<Answer>>> OnSeller(string kind, Func<string, Task<Answer>> act, bool isOff = false) =>
        await On($"/{kind}/{(await Banca.Vendedor(counter.VentanaId)).Id}", act, isOff);

    private async Task<Func<Task<Answer>>> OnLoteria(Func<string, Task<Answer>> act, bool isOff = false) =>
        await On($"/loterias/{(await Banca.Loteria()).LoteriaId}", act, isOff);

    private async Task<Func<Task<Answer>>> OnOverride(Func<string, Task<Answer>> act, bool isOff = false)
    {
        var seller = await Banca.Vendedor(counter.VentanaId);
        return await On($"/multiplier-overrides/{await counter.Game.Override("USER", seller.Id, 95)}", act, isOff);
    }

    private async Task<Func<Task<Answer>>> OnMultiplier(Func<string, Task<Answer>> act, bool isOff = false)
    {
        var path = $"/multipliers/{await counter.Game.Multiplier(Name("M"), 2)}";
        if (isOff)
        {
            (await Admin.Delete(path, new { isActive = false })).Succeeded();
        }

        return () => act(path);
    }

    private async Task<Func<Task<Answer>>> OnRestriction(Func<Guid, Task<Answer>> act, bool isOff = false)
    {
        var seller = await Banca.Vendedor(counter.VentanaId);
        var id = await Banca.Restriction(new { userId = seller.Id, maxAmount = 100 });
        if (isOff)
        {
            (await Admin.Delete($"/restrictions/{id}")).Succeeded();
        }

        return () => act(id);
    }

    private async Task<Func<Task<Answer>>> On(string path, Func<string, Task<Answer>> act, bool isOff)
    {
        if (isOff)
        {
            (await Admin.Delete(path)).Succeeded();
        }

        return () => act(path);
    }

    private async Task<Func<Task<Answer>>> WithSecondBanca(Func<string, Task<Answer>> act)
    {
        var (person, other) = (await Banca.Administrator(), await World.Banca());
        (await Admin.Post($"/users/{person.Id}/bancas", new { bancaId = other.Id })).Succeeded();
        return () => act($"/users/{person.Id}/bancas/{other.Id}");
    }

    private async Task<Func<Task<Answer>>> OnSorteo(
        Func<string, Task<Answer>> act, bool isOpen = false, bool isOver = false, bool isDeleted = false)
    {
        counter.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var path = $"/sorteos/{(isOpen ? await counter.Game.OpenSorteo() : await counter.Game.Sorteo())}";
        counter.Host.Clock.Advance(isOver ? TimeSpan.FromHours(4) : TimeSpan.Zero);
        return await On(path, act, isDeleted);
    }

    private Task<Answer> Move() => Admin.Post("/accounts/payment", new
    {
        date = "2026-10-20",
        vendedorId = counter.Seller.Id,
        amount = 1_000,
        type = "payment",
        method = "cash",
    });

    private async Task<Func<Task<Answer>>> OnEmptyStatement()
    {
        var seller = await Banca.Vendedor(counter.VentanaId);
        var sorteo = await counter.OpenSorteo();
        await counter.Game.Sell(seller.Client, sorteo, counter.Game.Numero("27", 100));
        await counter.Game.Evaluate(sorteo, "11");
        (await Admin.Patch($"/sorteos/{sorteo}/revert-evaluation", new { reason = "Otro número" })).Succeeded();
        var id = await counter.Host.Scalar<Guid>("select id from account_statements where entity_id = $1", seller.Id);
        return () => Admin.Delete($"/accounts/statement/{id}");
    }

    private async Task<Func<Task<Answer>>> OnSettledDay()
    {
        (await Move()).Succeeded();
        await counter.Host.Execute(
            "update account_statements set settled_at = now() where entity_id = $1", counter.Seller.Id);
        await counter.Host.Execute("update accounts set settled_through = '2026-10-20' where entity_id = $1", counter.Seller.Id);
        return () => Admin.Post("/accounts/reopen", new
        {
            date = "2026-10-01",
            bancaId = Banca.Id,
            vendedorId = counter.Seller.Id,
            reason = "Cobro olvidado",
        });
    }

    private async Task<Func<Task<Answer>>> OnLista(string verb, bool isExcluded = false)
    {
        var sorteo = await counter.OpenSorteo();
        (await counter.Sell(sorteo, counter.Game.Numero("27", 100))).Succeeded();
        if (isExcluded)
        {
            (await Send("exclude")).Succeeded();
        }

        return () => Send(verb);

        Task<Answer> Send(string what) => Admin.Post(
            $"/sorteos/{sorteo}/listas/{what}", new { ventanaId = counter.VentanaId },
            ("X-Active-Banca-Id", Banca.Id.ToString()));
    }

    private async Task<Func<Task<Answer>>> OnTicket(Func<string, Task<Answer>> act, bool isCancelled = false)
    {
        var sold = await counter.Sell(await counter.OpenSorteo(), counter.Game.Numero("27", 100));
        var path = $"/tickets/{sold.Data.Id()}";
        if (isCancelled)
        {
            (await Admin.Patch($"{path}/cancel")).Succeeded();
        }

        return () => act(path);
    }

    private async Task<Func<Task<Answer>>> OnPrize(Func<string, Task<Answer>> act, bool isPaid = false)
    {
        var path = $"/tickets/{await counter.WinningTicket(100)}";
        if (isPaid)
        {
            (await Admin.Post($"{path}/pay", new { amountPaid = 1_000 })).Succeeded();
        }

        return () => act(path);
    }
}
